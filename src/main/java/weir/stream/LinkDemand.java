package weir.stream;

import weir.rtcp.SenderReport;
import weir.rtp.MediaKind;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Which streams of the video that comes over a link anybody here wants: is sent, or awaits. One
/// that nobody has wanted for a second is to be paused; it is resumed as soon as somebody does.
///
/// While nobody watches at all, nothing changes: the link ends soon, or somebody comes and wants
/// what the last one had. Sans-IO; owned by its [Publication].
final class LinkDemand {
    static final long UNWANTED_NANOS = 1_000_000_000L;

    /// @param paused or resumed
    record Change(int ssrc, boolean paused) {}

    private static final class Demanded {
        private final int ssrc;
        private final ReportedBitrate bitrate = new ReportedBitrate();
        private long wantedNanos;
        private boolean paused;

        private Demanded(int ssrc, long nowNanos) {
            this.ssrc = ssrc;
            this.wantedNanos = nowNanos;
        }
    }

    private final Map<LoopFanOutRef, WantedStreams> wanted = new HashMap<>();
    private final List<Demanded> streams = new ArrayList<>();

    /// @param current all that there are now
    void onStreams(List<RtpStream> current, long nowNanos) {
        List<Integer> ssrcs =
                current.stream()
                        .filter(stream -> stream.kind() == MediaKind.VIDEO)
                        .map(RtpStream::ssrc)
                        .toList();
        streams.removeIf(stream -> !ssrcs.contains(stream.ssrc));
        for (int ssrc : ssrcs) {
            if (find(ssrc) == null) {
                streams.add(new Demanded(ssrc, nowNanos));
            }
        }
    }

    private Demanded find(int ssrc) {
        for (Demanded stream : streams) {
            if (stream.ssrc == ssrc) {
                return stream;
            }
        }
        return null;
    }

    /// What one loop wants from now on; [#poll] tells what that changes.
    void onWanted(LoopFanOutRef loop, WantedStreams now) {
        wanted.put(loop, now);
    }

    /// Who asks for a key frame of a stream waits for it, though its loop has not told yet.
    void onKeyFrameRequested(int ssrc, long nowNanos) {
        Demanded stream = find(ssrc);
        if (stream != null) {
            stream.wantedNanos = nowNanos;
        }
    }

    /// @return whether it is of a stream of the video
    boolean onSenderReport(SenderReport report, long arrivalNanos) {
        Demanded stream = find(report.ssrc());
        if (stream != null) {
            stream.bitrate.onReport(report, arrivalNanos);
        }
        return stream != null;
    }

    /// What the other end of the link is to be told: each change once.
    List<Change> poll(long nowNanos) {
        boolean watched = wanted.values().stream().anyMatch(WantedStreams::isWatched);
        List<Change> changes = new ArrayList<>(0);
        for (Demanded stream : streams) {
            if (isWanted(stream.ssrc)) {
                stream.wantedNanos = nowNanos;
            }
            boolean unwanted = nowNanos - stream.wantedNanos >= UNWANTED_NANOS;
            if (stream.paused != unwanted && (watched || stream.paused)) {
                stream.paused = unwanted;
                changes.add(new Change(stream.ssrc, unwanted));
            }
        }
        return changes;
    }

    private boolean isWanted(int ssrc) {
        for (WantedStreams of : wanted.values()) {
            if (of.ssrcs().contains(ssrc)) {
                return true;
            }
        }
        return false;
    }

    boolean isPaused(int ssrc) {
        Demanded stream = find(ssrc);
        return stream != null && stream.paused;
    }

    /// What is known of each stream.
    List<RelayedStream> streams() {
        return streams.stream()
                .map(stream -> new RelayedStream(stream.ssrc, stream.paused, stream.bitrate.bps()))
                .toList();
    }
}
