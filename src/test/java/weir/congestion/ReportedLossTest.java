package weir.congestion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

import weir.rtcp.ReportBlock;

class ReportedLossTest {
    private static final long SECOND = 1_000_000_000;

    private final ReportedLoss loss = new ReportedLoss();
    private final LossModel model = new LossModel();

    @Test
    void addsUpTheSourcesOfAViewer() {
        block(1, 1000, 0);
        block(2, 50, 5);
        assertThat(loss.isEnough(0)).isFalse();

        loss.onSent(100_000);
        block(1, 1070, 4);
        block(2, 80, 6);
        assertThat(loss.isEnough(SECOND)).isTrue();
        loss.observe(model, 1e6, SECOND);

        assertThat(model.share()).isCloseTo(0.05, within(0.0001));
        assertThat(loss.arrivedBps()).isCloseTo(760_000, within(1.0));
    }

    @Test
    void countsAcrossTheWrapOfTheExtendedNumber() {
        block(1, 0xffff_fff0L, 0);
        loss.isEnough(0);

        loss.onSent(100_000);
        block(1, 0x0000_0054L, 10);
        loss.observe(model, 1e6, SECOND);

        assertThat(model.share()).isCloseTo(0.1, within(0.0001));
    }

    @Test
    void countsNothingWhereTheReceiverBeganAnewOrTellsNonsense() {
        block(1, 1_000_000, 500);
        loss.isEnough(0);

        block(1, 10, 0);
        block(1, 900_000_000, 0x7f_ffff);

        assertThat(loss.isEnough(SECOND)).isFalse();
    }

    /// A report is a datagram of a hundred bytes, and each may speak of many thousand packets.
    @Test
    void countsNoMorePacketsThanCanHaveBeenSent() {
        block(1, 0, 0);
        loss.isEnough(0);

        loss.onSent(100_000);
        for (long highest = 1; highest < 40_000; highest++) {
            block(1, highest * 100_000, (int) highest);
        }
        loss.observe(model, 1e6, SECOND);

        assertThat(model.share()).isBetween(0.0, 1.0);
        assertThat(loss.arrivedBps()).isBetween(0.0, 800_000.0);
    }

    @Test
    void countsNoLossBelowNoneNorAboveAll() {
        block(1, 0, 10);
        block(2, 0, 0);
        loss.isEnough(0);

        loss.onSent(100_000);
        block(1, 100, 5);
        block(2, 100, 5000);
        loss.observe(model, 1e6, SECOND);

        assertThat(model.share()).isCloseTo(0.5, within(0.0001));
    }

    @Test
    void looksAtNoMoreSourcesThanItCanFollow() {
        for (int ssrc = 0; ssrc <= ReportedLoss.SOURCES_MAX; ssrc++) {
            block(ssrc, 0, 0);
        }
        loss.isEnough(0);

        block(ReportedLoss.SOURCES_MAX, 100, 0);
        assertThat(loss.isEnough(SECOND)).isFalse();
        block(ReportedLoss.SOURCES_MAX - 1, 100, 0);
        assertThat(loss.isEnough(SECOND)).isTrue();
    }

    private void block(int ssrc, long highest, int lost) {
        loss.onBlock(new ReportBlock(ssrc, 0, lost, highest, 0, 0, 0));
    }
}
