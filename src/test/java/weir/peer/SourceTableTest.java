package weir.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import weir.rtp.ExtensionMap;
import weir.rtp.MediaKind;
import weir.rtp.PayloadFormat;
import weir.wire.MalformedPacketException;

import java.util.List;
import java.util.Map;
import java.util.Set;

class SourceTableTest {
    private static final int NAMED = 0x1111;
    private static final int OTHER = 0x2222;
    private static final int SOURCES_MAX = 16;

    private final SourceTable sources = new SourceTable(1, PeerPair.CONFIG);

    @Test
    void aSourceThatWasNotNamedIsStrayOnceANamedOneIsThere() throws Exception {
        IncomingMedia media = video(List.of(NAMED));

        assertThat(sources.isStray(OTHER, media)).isFalse();
        sources.add(NAMED, media, "", 0);
        assertThat(sources.isStray(OTHER, media)).isTrue();
        assertThat(sources.isStray(NAMED, media)).isFalse();
    }

    @Test
    void aPublisherThatDoesNotSendAsItSaidIsTakenAsItIs() throws Exception {
        IncomingMedia media = video(List.of(NAMED));

        sources.add(OTHER, media, "", 0);

        assertThat(sources.isStray(OTHER + 1, media)).isFalse();
    }

    @Test
    void whereNothingWasNamedNothingIsStray() throws Exception {
        IncomingMedia media = video(List.of());

        sources.add(NAMED, media, "", 0);

        assertThat(sources.isStray(OTHER, media)).isFalse();
    }

    @Test
    void takesNoMoreSourcesThanItsLimit() throws Exception {
        IncomingMedia media = video(List.of());
        for (int ssrc = 1; ssrc <= SOURCES_MAX; ssrc++) {
            sources.add(ssrc, media, "rid" + ssrc, 0);
        }

        assertThatThrownBy(() -> sources.add(SOURCES_MAX + 1, media, "another", 0))
                .isInstanceOf(MalformedPacketException.class);
        sources.add(SOURCES_MAX + 1, media, "rid3", 0);
        assertThat(sources.find(3)).isNull();
        assertThat(sources.current(MediaKind.VIDEO, "rid3").ssrc()).isEqualTo(SOURCES_MAX + 1);
    }

    @Test
    void theNewestOfEachEncodingIsCurrent() throws Exception {
        IncomingMedia media = video(List.of());
        sources.add(1, media, "h", 0);
        sources.add(2, media, "l", 0);

        sources.add(3, media, "h", 0);

        assertThat(sources.current(MediaKind.VIDEO, "h").ssrc()).isEqualTo(3);
        assertThat(sources.current(MediaKind.VIDEO, "l").ssrc()).isEqualTo(2);
        assertThat(sources.current(MediaKind.AUDIO, "l")).isNull();
        assertThat(sources.find(1).isReplaced()).isTrue();
    }

    private static IncomingMedia video(List<Integer> ssrcs) {
        PayloadFormat format =
                new PayloadFormat(96, MediaKind.VIDEO, "VP8", 90_000, 1, "", Set.of());
        return new IncomingMedia(
                MediaKind.VIDEO,
                "1",
                List.of(format),
                ExtensionMap.EMPTY,
                ssrcs,
                Map.of(),
                List.of(),
                false);
    }
}
