package weir.peer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import weir.rtcp.PauseMessage;
import weir.rtcp.PauseMessage.Type;

class PauseRequestsTest {
    private final PauseRequests requests = new PauseRequests();

    @Test
    void aRequestCountsOnceHoweverOftenItIsRepeated() {
        assertThat(accept(7, Type.PAUSE, 0)).isTrue();
        assertThat(accept(7, Type.PAUSE, 0)).isFalse();
        assertThat(accept(8, Type.PAUSE, 0)).isTrue();
        assertThat(accept(7, Type.RESUME, 0)).isTrue();
        assertThat(accept(7, Type.RESUME, 0)).isFalse();
    }

    @Test
    void aPauseThatComesLateDoesNotPauseAgain() {
        accept(7, Type.PAUSE, 0xffff);
        accept(7, Type.RESUME, 0xffff);

        assertThat(accept(7, Type.PAUSE, 0xffff)).isFalse();
        assertThat(accept(7, Type.PAUSE, 0)).isTrue();
    }

    @Test
    void aResumeThatComesLateDoesNotResumeWhatWasPausedAnew() {
        accept(7, Type.PAUSE, 4);
        accept(7, Type.RESUME, 4);
        accept(7, Type.PAUSE, 5);

        assertThat(accept(7, Type.RESUME, 4)).isFalse();
        assertThat(accept(7, Type.RESUME, 5)).isTrue();
    }

    @Test
    void whatWasNeverPausedCannotResume() {
        assertThat(accept(7, Type.RESUME, 0)).isFalse();
    }

    @Test
    void theOldestOfMoreThanThirtyTwoIsForgotten() {
        for (int ssrc = 1; ssrc <= 33; ssrc++) {
            assertThat(accept(ssrc, Type.PAUSE, 0)).isTrue();
        }

        assertThat(accept(2, Type.PAUSE, 0)).isFalse();
        assertThat(accept(1, Type.PAUSE, 0)).isTrue();
    }

    private boolean accept(int ssrc, Type type, int pauseId) {
        return requests.accept(new PauseMessage.Entry(ssrc, type, pauseId));
    }
}
