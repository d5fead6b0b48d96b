package weir.congestion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class LossModelTest {
    private final LossModel model = new LossModel();
    private double limitBps;

    @Test
    void limitsNothingWhereNothingIsLost() {
        observe(10, 1_000_000, 0);

        assertThat(limitBps).isEqualTo(LossModel.UNLIMITED);
        assertThat(model.share()).isZero();
    }

    @Test
    void limitsNothingWhereATwelfthIsLostAtAnyRate() {
        for (int i = 0; i < 40; i++) {
            observe(1, 800_000 + 20_000 * i, 8);
            assertThat(limitBps).isEqualTo(LossModel.UNLIMITED);
        }

        assertThat(model.share()).isCloseTo(0.08, within(0.001));
        assertThat(model.randomShare()).isCloseTo(0.08, within(0.001));
    }

    @Test
    void findsTheCapacityWhereMoreIsLostTheMoreIsSent() {
        for (int i = 0; i < 10 && limitBps != LossModel.UNLIMITED || i < 5; i++) {
            observe(1, 1_000_000, 0);
        }
        for (int i = 1; i <= 5 && limitBps == LossModel.UNLIMITED; i++) {
            double sentBps = 1_000_000 * (1 + 0.1 * i);
            observe(1, sentBps, (int) (100 * (1 - 1_000_000 / sentBps)));
        }

        assertThat(limitBps).isBetween(800_000.0, 1_200_000.0);
        assertThat(model.randomShare()).isZero();
    }

    @Test
    void triesALowerRateWhereAThirdIsLostAtTheOnlyOne() {
        observe(10, 1_000_000, 33);

        assertThat(limitBps).isBetween(500_000.0, 800_000.0);
    }

    @Test
    void believesInRandomLossWhenTheLowerRateDidNotHelp() {
        observe(5, 1_000_000, 15);
        observe(20, 800_000, 15);

        assertThat(limitBps).isEqualTo(LossModel.UNLIMITED);
    }

    @Test
    void limitsNothingForAFewPackets() {
        limitBps = model.onObservation(10, 9, 1_000_000, 1_000_000);

        assertThat(limitBps).isEqualTo(LossModel.UNLIMITED);
    }

    @Test
    void looksAtNothingWithoutPackets() {
        assertThat(model.onObservation(0, 0, 0, 1_000_000)).isEqualTo(LossModel.UNLIMITED);
    }

    private void observe(int times, double sentBps, int lostOfHundred) {
        for (int i = 0; i < times; i++) {
            limitBps = model.onObservation(100, lostOfHundred, sentBps, sentBps);
        }
    }
}
