package weir.transport;

import weir.peer.CloseReason;
import weir.rtcp.SenderReport;
import weir.rtp.Burst;
import weir.rtp.MediaKind;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/// A [MediaSink] that remembers what it heard, and fails when it is told to.
final class RecordingSink implements MediaSink {
    final List<Integer> sequences = new ArrayList<>();
    final CompletableFuture<Boolean> connected = new CompletableFuture<>();
    final CompletableFuture<CloseReason> closed = new CompletableFuture<>();
    boolean failing;

    @Override
    public void onConnected() {
        connected.complete(true);
    }

    @Override
    public void onPauseRequested(int mediaSsrc, boolean paused) {}

    @Override
    public void onSourceBegun(MediaKind kind, int ssrc, String rid) {}

    @Override
    public void onBurst(Burst burst) {
        if (failing) {
            throw new IllegalStateException("on purpose");
        }
        for (int i = 0; i < burst.size(); i++) {
            sequences.add(burst.get(i).sequenceNumber());
        }
    }

    @Override
    public void onSenderReport(
            MediaKind kind, int clockRate, SenderReport report, long arrivalNanos) {}

    @Override
    public void onKeyFrameRequested(int mediaSsrc) {}

    @Override
    public void onRetransmissionRequested(int mediaSsrc, int[] sequenceNumbers) {}

    @Override
    public void onReportDue() {}

    @Override
    public void onWake(long nowNanos) {}

    @Override
    public void onClosed(CloseReason reason) {
        closed.complete(reason);
    }
}
