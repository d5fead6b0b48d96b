package weir.transport;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import weir.peer.CloseReason;
import weir.peer.ReceivingStats;
import weir.peer.SendingStats;

import java.util.List;
import java.util.Map;

class TransportStatsTest {
    @Test
    void addsTheLoops() {
        TransportStats first =
                new TransportStats(
                        2, 7, 3, 10, Map.of(CloseReason.HUNG_UP, 4L), media(1), 1_000, 2_000);
        TransportStats second =
                new TransportStats(
                        2,
                        30,
                        1,
                        5,
                        Map.of(CloseReason.HUNG_UP, 1L, CloseReason.FAILED, 2L),
                        media(10),
                        1,
                        2);

        assertThat(TransportStats.sum(List.of(first, second)))
                .isEqualTo(
                        new TransportStats(
                                4,
                                37,
                                4,
                                15,
                                Map.of(CloseReason.HUNG_UP, 5L, CloseReason.FAILED, 2L),
                                media(11),
                                1_001,
                                2_002));
    }

    /// Each number another, so that none is added to its neighbour.
    private static MediaTotals media(long times) {
        return new MediaTotals(
                new ReceivingStats(
                        times, 2 * times, 3 * times, 0, 4 * times, 5 * times, 6 * times, 7 * times),
                new SendingStats(8 * times, 9 * times, 10 * times, 0, 11 * times, 12 * times));
    }
}
