package weir.peer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import weir.rtcp.ReportBlock;
import weir.rtp.ExtensionMap;
import weir.rtp.MediaKind;
import weir.rtp.PayloadFormat;

import java.util.List;
import java.util.Set;

class ReceptionReportsTest {
    private static final int AUDIO = 0x1111;
    private static final int VIDEO = 0x2222;

    private final ReceptionReports reports =
            new ReceptionReports(
                    List.of(
                            media(MediaKind.AUDIO, AUDIO, "opus", 48_000),
                            media(MediaKind.VIDEO, VIDEO, "VP8", 90_000)));

    @Test
    void addsWhatTheNewestReportOnEachSourceLost() {
        reports.onReports(List.of(block(AUDIO, 2, 0), block(VIDEO, 10, 0)));
        reports.onReports(List.of(block(VIDEO, 30, 0)));

        assertThat(reports.stats(0, 0).lost()).isEqualTo(32);
    }

    @Test
    void tellsTheWorstJitterByTheClockOfEachSource() {
        reports.onReports(List.of(block(AUDIO, 0, 480), block(VIDEO, 0, 450)));

        assertThat(reports.stats(0, 0).jitterNanos()).isEqualTo(10_000_000);
    }

    @Test
    void countsThePacketsAndKeyFramesThatWereAskedFor() {
        reports.onNack(17);
        reports.onNack(1);
        reports.onKeyFrameRequest();

        assertThat(reports.stats(5, 600)).isEqualTo(new SendingStats(5, 600, 0, 0, 18, 1));
    }

    @Test
    void keepsNoMoreSourcesThanItsLimit() {
        for (int ssrc = 1; ssrc <= 100; ssrc++) {
            reports.onReports(List.of(block(ssrc, 1, 0)));
        }

        assertThat(reports.stats(0, 0).lost()).isEqualTo(16);
    }

    @Test
    void hasNoJitterForASourceWhoseClockItDoesNotKnow() {
        reports.onReports(List.of(block(7, 0, 0xffff_ffffL)));

        assertThat(reports.stats(0, 0).jitterNanos()).isZero();
    }

    private static ReportBlock block(int ssrc, int lost, long jitter) {
        return new ReportBlock(ssrc, 0, lost, 0, jitter, 0, 0);
    }

    private static OutgoingMedia media(MediaKind kind, int ssrc, String encoding, int clockRate) {
        PayloadFormat format = new PayloadFormat(96, kind, encoding, clockRate, 1, "", Set.of());
        return new OutgoingMedia(
                kind, kind.token(), ssrc, 0, "cname", List.of(format), ExtensionMap.EMPTY);
    }
}
