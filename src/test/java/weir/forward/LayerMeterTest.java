package weir.forward;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LayerMeterTest {
    private final LayerMeter meter = new LayerMeter();

    @Test
    void addsUpWhatALayerNeeds() {
        send(0, 5000);

        long now = millis(5000);
        assertThat(meter.bitrateBps(0, 0, now)).isEqualTo(80_000);
        assertThat(meter.bitrateBps(0, 1, true, now)).isEqualTo(240_000);
        assertThat(meter.bitrateBps(1, 1, false, now)).isEqualTo(800_000);
        assertThat(meter.bitrateBps(1, 1, true, now)).isEqualTo(1_040_000);
        assertThat(meter.bitrateBps(1, 2, true, now)).isZero();
        assertThat(meter.spatialLayers()).isEqualTo(2);
    }

    @Test
    void forgetsALayerAboutASecondAfterItsEnd() {
        send(0, 1995);

        assertThat(meter.bitrateBps(1, 1, true, millis(2800))).isPositive();
        assertThat(meter.bitrateBps(1, 1, true, millis(3000))).isZero();
    }

    @Test
    void beginsAnywhereInTime() {
        send(-3000, -1000);

        assertThat(meter.bitrateBps(0, 0, millis(-1000))).isEqualTo(80_000);
    }

    /// 10, 20 and 100 kB a second of the layers 0.0, 0.1 and 1.1.
    private void send(int fromMillis, int toMillis) {
        for (int at = fromMillis; at <= toMillis; at += 5) {
            meter.onPacket(0, 0, 50, millis(at));
            meter.onPacket(0, 1, 100, millis(at));
            meter.onPacket(1, 1, 500, millis(at));
        }
    }

    private static long millis(long millis) {
        return millis * 1_000_000;
    }
}
