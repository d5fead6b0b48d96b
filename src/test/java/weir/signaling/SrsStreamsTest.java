package weir.signaling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SrsStreamsTest {
    @ParameterizedTest
    @CsvSource({
        "webrtc://localhost/live/cam,                    cam",
        "webrtc://localhost:1985/live/cam?secret=x,      cam",
        "webrtc://localhost/cam,                         cam",
        "webrtc://localhost/live,                        live",
        "webrtc://localhost/show/cam,                    show~cam",
        "webrtc://localhost/live/floor/cam,              floor~cam",
        "http://[::1]:1985/show/cam#here,                show~cam",
    })
    void namesAStreamByItsAppUnlessThatIsTheUsualOne(String url, String stream) throws Exception {
        assertThat(SrsStreams.ofUrl(url)).isEqualTo(stream);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "cam", "webrtc://", "webrtc://localhost", "/live/cam"})
    void refusesWhatIsNoUrlOfAStream(String url) {
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> SrsStreams.ofUrl(url))
                .extracting(refused -> refused.refusal().type())
                .isEqualTo("parameter-invalid");
    }

    @Test
    void refusesNamesThatNoStreamCanHave() {
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> SrsStreams.ofUrl("webrtc://localhost/live/a%20b"))
                .extracting(refused -> refused.refusal().type())
                .isEqualTo("stream-name-invalid");
    }

    /// In a path it would be no name (RFC 3986 §5.2.4), and a folder to who makes files of names.
    @ParameterizedTest
    @ValueSource(strings = {"webrtc://localhost/live/..", "webrtc://localhost/live/."})
    void refusesWhatNoPathCanName(String url) {
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> SrsStreams.ofUrl(url))
                .extracting(refused -> refused.refusal().type())
                .isEqualTo("stream-name-invalid");
    }
}
