package weir.forward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.time.Duration;

class QueueGuardTest {
    private final QueueGuard guard =
            new QueueGuard(
                    new QueueConfig(
                            Duration.ofMillis(100),
                            Duration.ofMillis(400),
                            Duration.ofMillis(200)));

    @Test
    void leavesOutOneTemporalLayerAfterTheOther() {
        assertThat(burst(100, 2, 0)).isFalse();
        assertThat(guard.temporalIdMax()).isEqualTo(LayerFilter.ALL);
        assertThat(burst(101, 2, 10)).isFalse();
        assertThat(guard.temporalIdMax()).isEqualTo(1);
        burst(150, 1, 209);
        assertThat(guard.temporalIdMax()).isEqualTo(1);
        burst(150, 1, 210);
        assertThat(guard.temporalIdMax()).isZero();
        burst(150, 0, 500);
        assertThat(guard.temporalIdMax()).isZero();
    }

    @Test
    void dropsAllOnceUntilTheQueueIsShortAgain() {
        assertThat(burst(400, 0, 0)).isFalse();
        assertThat(burst(401, 0, 10)).isTrue();
        assertThat(burst(500, 0, 20)).isFalse();
        assertThat(burst(200, 0, 30)).isFalse();
        assertThat(burst(401, 0, 40)).isFalse();
        assertThat(burst(50, 0, 50)).isFalse();
        assertThat(burst(401, 0, 60)).isTrue();
    }

    @Test
    void givesLayersBackAsTheQueueStaysShort() {
        burst(150, 1, 0);
        assertThat(guard.temporalIdMax()).isZero();
        burst(10, 0, 199);
        assertThat(guard.temporalIdMax()).isZero();
        burst(10, 0, 200);
        assertThat(guard.temporalIdMax()).isEqualTo(1);
        for (int i = 2; i < 20; i++) {
            burst(10, 1, 200 * i);
        }
        assertThat(guard.temporalIdMax()).isEqualTo(LayerFilter.ALL);
    }

    @Test
    void refusesAConfigThatIsWrong() {
        Duration one = Duration.ofMillis(1);
        Duration two = Duration.ofMillis(2);
        assertThatThrownBy(() -> new QueueConfig(Duration.ZERO, two, one))
                .hasMessageContaining("queue.reduce-above");
        assertThatThrownBy(() -> new QueueConfig(one, one, one))
                .hasMessageContaining("queue.drop-above");
        assertThatThrownBy(() -> new QueueConfig(one, two, Duration.ZERO))
                .hasMessageContaining("queue.settle");
    }

    private boolean burst(long queuedMillis, int temporalId, long millis) {
        return guard.onBurst(queuedMillis * 1_000_000, temporalId, millis * 1_000_000);
    }
}
