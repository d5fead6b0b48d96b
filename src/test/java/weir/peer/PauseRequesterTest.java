package weir.peer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import weir.rtcp.PauseMessage;
import weir.rtcp.PauseMessage.Type;

import java.util.ArrayList;
import java.util.List;

class PauseRequesterTest {
    private static final long MILLI = 1_000_000;

    private final PauseRequester requester = new PauseRequester(1);

    @Test
    void saysAtOnceWhatIsToPauseAndAgainEverMoreSlowly() {
        requester.request(7, true, 0);

        List<Long> said = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            long due = requester.deadlineNanos();
            assertThat(requester.poll(due - 1)).isNull();
            assertThat(requester.poll(due)).isEqualTo(message(entry(7, Type.PAUSE, 0)));
            said.add(due / MILLI);
        }

        assertThat(said).containsExactly(0L, 50L, 150L, 350L, 750L, 1550L, 2550L, 3550L);
    }

    @Test
    void countsEachNewPauseAndTellsTheResumeOfIt() {
        requester.request(7, true, 0);
        requester.request(7, false, 0);
        assertThat(requester.poll(0)).isEqualTo(message(entry(7, Type.RESUME, 0)));

        requester.request(7, true, 1);
        requester.request(8, true, 1);

        assertThat(requester.poll(1))
                .isEqualTo(message(entry(7, Type.PAUSE, 1), entry(8, Type.PAUSE, 0)));
    }

    @Test
    void saysNothingOfWhatWasNeverPaused() {
        requester.request(7, false, 0);

        assertThat(requester.deadlineNanos()).isEqualTo(Long.MAX_VALUE);
        assertThat(requester.poll(0)).isNull();
    }

    @Test
    void fallsSilentSomeTimeAfterAllIsResumed() {
        requester.request(7, true, 0);
        requester.request(7, false, 0);

        int said = 0;
        while (requester.deadlineNanos() != Long.MAX_VALUE) {
            requester.poll(requester.deadlineNanos());
            said++;
        }

        assertThat(said).isEqualTo(11);
        requester.request(7, false, 0);
        assertThat(requester.deadlineNanos()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void whatIsWantedAsBeforeIsNotSaidAnew() {
        requester.request(7, true, 0);
        requester.poll(0);

        requester.request(7, true, 1);

        assertThat(requester.deadlineNanos()).isEqualTo(50 * MILLI);
    }

    private static PauseMessage message(PauseMessage.Entry... entries) {
        return new PauseMessage(1, List.of(entries));
    }

    private static PauseMessage.Entry entry(int ssrc, Type type, int pauseId) {
        return new PauseMessage.Entry(ssrc, type, pauseId);
    }
}
