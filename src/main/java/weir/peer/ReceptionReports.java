package weir.peer;

import weir.rtcp.ReportBlock;

import java.util.Arrays;
import java.util.List;

/// What a peer says of the media that it is sent: the newest report on each source, and how often
/// it asked for anything. Owned by its [Peer].
final class ReceptionReports {
    private static final int SOURCES_MAX = 16;
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private final List<OutgoingMedia> media;
    private final ReportBlock[] newest = new ReportBlock[SOURCES_MAX];
    private int size;
    private long nacked;
    private long keyFrameRequests;

    /// @param media tells the clock rates that jitter is counted in
    ReceptionReports(List<OutgoingMedia> media) {
        this.media = media;
    }

    void onReports(List<ReportBlock> blocks) {
        for (ReportBlock block : blocks) {
            keep(block);
        }
    }

    private void keep(ReportBlock block) {
        for (int i = 0; i < size; i++) {
            if (newest[i].ssrc() == block.ssrc()) {
                newest[i] = block;
                return;
            }
        }
        if (size < SOURCES_MAX) {
            newest[size++] = block;
        }
    }

    void onNack(int packets) {
        nacked += packets;
    }

    void onKeyFrameRequest() {
        keyFrameRequests++;
    }

    SendingStats stats(long packetsSent, long bytesSent) {
        long lost = Arrays.stream(newest, 0, size).mapToLong(ReportBlock::cumulativeLost).sum();
        long jitter = Arrays.stream(newest, 0, size).mapToLong(this::jitterNanos).max().orElse(0);
        return new SendingStats(packetsSent, bytesSent, lost, jitter, nacked, keyFrameRequests);
    }

    /// Over a link go SSRCs of a publisher whose clock rates are not known here: 0 for these.
    private long jitterNanos(ReportBlock block) {
        return media.stream()
                .filter(each -> each.ssrc() == block.ssrc())
                .mapToLong(each -> each.formats().getFirst().clockRate())
                .map(rate -> block.jitter() * NANOS_PER_SECOND / rate)
                .findFirst()
                .orElse(0);
    }
}
