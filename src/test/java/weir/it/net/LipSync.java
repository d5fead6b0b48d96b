package weir.it.net;

import static org.assertj.core.api.Assertions.assertThat;

import weir.it.Continuity;
import weir.rtcp.NtpTime;
import weir.rtcp.SenderReport;
import weir.rtp.MediaKind;
import weir.testkit.ReceivedRtp;
import weir.testkit.WebRtcClient;

import java.util.List;

/// What a viewer makes of the sender reports for picture and sound: where on the sender's wall
/// clock each packet lies, compared with the moment at which it was made.
final class LipSync {
    private static final int AUDIO_RATE = 48_000;
    private static final int VIDEO_RATE = 90_000;

    private LipSync() {}

    static int clockRate(MediaKind kind) {
        return kind == MediaKind.AUDIO ? AUDIO_RATE : VIDEO_RATE;
    }

    static long reports(WebRtcClient viewer, MediaKind kind) {
        return viewer.received().rtcp(SenderReport.class).stream()
                .filter(report -> report.ssrc() == viewer.ssrc(kind))
                .count();
    }

    /// By the last report on each, and the last packet of each.
    static void assertMeet(WebRtcClient viewer) {
        double apart = lagMillis(viewer, MediaKind.VIDEO) - lagMillis(viewer, MediaKind.AUDIO);

        assertThat(Math.abs(apart)).as("ms apart").isLessThanOrEqualTo(Continuity.MILLIS_MAX);
    }

    private static double lagMillis(WebRtcClient viewer, MediaKind kind) {
        List<SenderReport> reports =
                viewer.received().rtcp(SenderReport.class).stream()
                        .filter(report -> report.ssrc() == viewer.ssrc(kind))
                        .toList();
        ReceivedRtp packet = viewer.received(kind).getLast();
        SenderReport report = reports.getLast();
        double sinceReport = (packet.timestamp() - report.rtpTimestamp()) * 1e3 / clockRate(kind);
        // The origins of the two clocks do not matter, as they are the same for both media.
        long origin = NtpTime.toUnixNanos(report.ntp()) - packet.captureNanos();
        return origin / 1e6 + sinceReport;
    }
}
