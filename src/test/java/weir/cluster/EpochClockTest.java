package weir.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EpochClockTest {
    private long wallMillis = 5000;
    private final EpochClock clock = new EpochClock(() -> wallMillis);

    @Test
    void followsTheWallClock() {
        assertThat(clock.next()).isEqualTo(5000);
        wallMillis = 6000;
        assertThat(clock.next()).isEqualTo(6000);
    }

    @Test
    void neverRepeatsNorGoesBack() {
        assertThat(clock.next()).isEqualTo(5000);
        assertThat(clock.next()).isEqualTo(5001);
        wallMillis = 4000;
        assertThat(clock.next()).isEqualTo(5002);
    }

    @Test
    void isGreaterThanAnythingSeenElsewhere() {
        clock.onSeen(9000);
        clock.onSeen(8000);

        assertThat(clock.next()).isEqualTo(9001);
    }
}
