package weir.bench.run;

import static org.assertj.core.api.Assertions.assertThat;

import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

/// What of a server's CPU is put down to those who join.
class JoinCostTest {
    private static final Histogram NONE = new Histogram(3);

    /// In 10 s the server used 5 s: 3 s of media, 1 s for 100 000 packets to those who joined.
    @Test
    void theMediasOwnShareIsTakenOff() {
        var joined = new JoinStorm.Joined(500, 2, 10, 5_000_000_000L, 100_000, NONE);
        var cost = new JoinCost(joined, 2, new MediaRate(300_000_000, 60_000));

        assertThat(cost.results(10_000, true))
                .containsEntry("serverCpuMillisPerJoin", 2.0)
                .containsEntry("serverCpuPercentOfMedia", 30.0)
                .containsEntry("mediaPacketsPerJoin", 200.0)
                .containsEntry("joinsPerSecond", 50.0)
                .containsEntry("failed", 2);
    }

    @Test
    void ofAnUnknownProcessOnlyTimesAreTold() {
        var joined = new JoinStorm.Joined(500, 0, 10, 0, 100_000, NONE);
        var cost = new JoinCost(joined, 2, new MediaRate(0, 60_000));

        assertThat(cost.results(0, false))
                .containsKey("timeToFirstFrameMillis")
                .doesNotContainKey("serverCpuMillisPerJoin");
    }

    @Test
    void aPacketCostsNothingWhereNoneIsDelivered() {
        assertThat(new MediaRate(1000, 0).nanosPerPacket()).isZero();
        assertThat(new MediaRate(1000, 10).nanosPerPacket()).isEqualTo(100);
    }
}
