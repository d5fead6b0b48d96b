package weir.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import weir.rtcp.ReportBlock;
import weir.rtcp.SenderReport;

import java.util.List;

class ReceptionStatisticsTest {
    private final ReceptionStatistics statistics = new ReceptionStatistics(9, 90_000);

    @Test
    void reportsNothingBeforeTheFirstPacketAndWhileNothingIsHeard() {
        assertThat(statistics.reportBlock(0)).isEmpty();
        receive(1);
        assertThat(statistics.reportBlock(0)).isPresent();
        assertThat(statistics.reportBlock(0)).isEmpty();
    }

    @Test
    void reportsTheFractionLostSinceTheLastReportAndTheSumOfAll() {
        receive(1, 2, 3, 5);
        assertThat(report()).returns(256 / 5, ReportBlock::fractionLost);

        receive(6, 7, 10);

        ReportBlock block = report();
        assertThat(block.fractionLost()).isEqualTo(2 * 256 / 5);
        assertThat(block.cumulativeLost()).isEqualTo(3);
        assertThat(block.highestSequenceNumber()).isEqualTo(10);
    }

    @Test
    void takesBackALossThatWasOnlyLate() {
        receive(1, 2, 4);
        assertThat(report().cumulativeLost()).isEqualTo(1);

        receive(3, 5);

        assertThat(report())
                .returns(0, ReportBlock::fractionLost)
                .returns(0, ReportBlock::cumulativeLost);
    }

    @Test
    void afterARestartOnlyWhatIsLostSinceCounts() {
        receive(1, 5);
        statistics.restart();
        assertThat(statistics.reportBlock(0)).isEmpty();
        assertThat(statistics.stats().lost()).isZero();

        receive(2000, 2002);

        ReportBlock block = report();
        assertThat(block.cumulativeLost()).isEqualTo(1);
        assertThat(block.fractionLost()).isEqualTo(256 / 3);
        assertThat(block.highestSequenceNumber()).isEqualTo(2002);
        assertThat(statistics.stats().packets()).isEqualTo(4);
    }

    @Test
    void reportsDuplicatesAsLossBelowNone() {
        receive(1, 2, 2, 2);

        assertThat(report())
                .returns(0, ReportBlock::fractionLost)
                .returns(-2, ReportBlock::cumulativeLost);
    }

    @Test
    void countsTheWrapsOfTheSequenceNumber() {
        receive(65534, 65535, 0, 1);
        assertThat(report().highestSequenceNumber()).isEqualTo(0x10001);

        receive(65535);

        assertThat(report().highestSequenceNumber()).isEqualTo(0x10001);
        assertThat(statistics.stats().lost()).isEqualTo(-1);
    }

    @Test
    void takesAJumpBelowTheDropoutAsLoss() {
        receive(1, 3000);

        assertThat(report().cumulativeLost()).isEqualTo(2998);
    }

    @Test
    void startsAnewAfterAJumpThatTheNextPacketConfirms() {
        receive(1, 2, 3002);
        assertThat(report().highestSequenceNumber()).isEqualTo(2);

        receive(3003);

        assertThat(report())
                .returns(3003L, ReportBlock::highestSequenceNumber)
                .returns(0, ReportBlock::cumulativeLost);
        assertThat(statistics.stats().packets()).isEqualTo(4);
    }

    @Test
    void holdsTheFractionLostBelow256() {
        receive(1);
        report();
        receive(2900);

        assertThat(report().fractionLost()).isEqualTo(255);
    }

    @Test
    void countsPacketsAndBytes() {
        receive(1, 2, 4);

        assertThat(statistics.stats()).isEqualTo(new ReceptionStatistics.Stats(3, 3000, 1, 0));
    }

    /// RFC 3550 A.8: each packet adds a sixteenth of how much its transit time changed.
    @Test
    void measuresTheJitterOfTransitTimes() {
        statistics.onPacket(1, 0, 1000, millis(0));
        statistics.onPacket(2, 3000, 1000, millis(33) + 333_333);
        assertThat(statistics.stats().jitterNanos()).isZero();

        // 16 ms too late: 1440 ticks, of which a sixteenth is 90.
        statistics.onPacket(3, 6000, 1000, millis(82) + 666_667);

        assertThat(report().jitter()).isEqualTo(90);
        assertThat(statistics.stats().jitterNanos()).isEqualTo(millis(1));
    }

    @Test
    void measuresNoJitterWhereTimestampsWrapAndTheClockIsNegative() {
        statistics.onPacket(1, -90_000, 1000, -millis(1500));
        statistics.onPacket(2, 0, 1000, -millis(500));
        statistics.onPacket(3, 90_000, 1000, millis(500));

        assertThat(report().jitter()).isZero();
    }

    @Test
    void staysInRangeWhateverTimestampsAreSent() {
        for (int number = 0; number < 1000; number++) {
            statistics.onPacket(number, number % 2 == 0 ? 0 : 0x8000_0000, 1000, 0);
        }

        assertThat(report().jitter()).isBetween(0x7000_0000L, 0xffff_ffffL);
        assertThat(statistics.stats().jitterNanos()).isPositive();
    }

    @Test
    void namesTheLastSenderReportAndTheTimeSince() {
        receive(1);
        assertThat(report())
                .returns(0, ReportBlock::lastSenderReport)
                .returns(0L, ReportBlock::delaySinceSenderReport);

        statistics.onSenderReport(
                new SenderReport(9, 0xb44db705_20000000L, 0, 0, 0, List.of()), millis(1000));
        receive(2);

        assertThat(statistics.reportBlock(millis(6250)).orElseThrow())
                .returns(0xb7052000, ReportBlock::lastSenderReport)
                .returns(0x54000L, ReportBlock::delaySinceSenderReport);
    }

    private void receive(int... numbers) {
        for (int number : numbers) {
            statistics.onPacket(number, 0, 1000, 0);
        }
    }

    private ReportBlock report() {
        return statistics.reportBlock(0).orElseThrow();
    }

    private static long millis(long millis) {
        return 1_000_000 * millis;
    }
}
