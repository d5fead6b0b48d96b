package weir.transport;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ThroughputTest {
    private static final long SECOND = 1_000_000_000L;

    private final Throughput throughput = new Throughput(5 * SECOND);

    @Test
    void isNothingBeforeTheFirstLook() {
        assertThat(throughput.bitsPerSecond()).isZero();
    }

    @Test
    void isWhatCameBetweenTheLastTwoLooks() {
        throughput.onLook(1_000, 6 * SECOND);
        throughput.onLook(126_000, 8 * SECOND);

        assertThat(throughput.bitsPerSecond()).isEqualTo(500_000);
    }

    @Test
    void fallsToNothingWhenNothingComes() {
        throughput.onLook(1_000, 6 * SECOND);
        throughput.onLook(1_000, 7 * SECOND);

        assertThat(throughput.bitsPerSecond()).isZero();
    }

    @Test
    void keepsItsValueWhenNoTimePassed() {
        throughput.onLook(1_000, 6 * SECOND);
        throughput.onLook(9_000, 6 * SECOND);

        assertThat(throughput.bitsPerSecond()).isEqualTo(8_000);
    }
}
