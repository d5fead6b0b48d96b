package weir.cascade;

import weir.peer.CloseReason;
import weir.rtcp.SenderReport;
import weir.rtp.Burst;
import weir.rtp.MediaKind;
import weir.transport.MediaSink;

import java.util.function.Consumer;

/// A sink of which somebody else hears as well when it is connected and when it ends. Owned by its
/// session's loop.
final class WatchedSink implements MediaSink {
    private final MediaSink sink;
    private final Runnable connected;
    private final Consumer<CloseReason> closed;

    WatchedSink(MediaSink sink, Runnable connected, Consumer<CloseReason> closed) {
        this.sink = sink;
        this.connected = connected;
        this.closed = closed;
    }

    @Override
    public void onConnected() {
        sink.onConnected();
        connected.run();
    }

    @Override
    public void onSourceBegun(MediaKind kind, int ssrc, String rid) {
        sink.onSourceBegun(kind, ssrc, rid);
    }

    @Override
    public void onBurst(Burst burst) {
        sink.onBurst(burst);
    }

    @Override
    public void onSenderReport(
            MediaKind kind, int clockRate, SenderReport report, long arrivalNanos) {
        sink.onSenderReport(kind, clockRate, report, arrivalNanos);
    }

    @Override
    public void onKeyFrameRequested(int mediaSsrc) {
        sink.onKeyFrameRequested(mediaSsrc);
    }

    @Override
    public void onPauseRequested(int mediaSsrc, boolean paused) {
        sink.onPauseRequested(mediaSsrc, paused);
    }

    @Override
    public void onRetransmissionRequested(int mediaSsrc, int[] sequenceNumbers) {
        sink.onRetransmissionRequested(mediaSsrc, sequenceNumbers);
    }

    @Override
    public void onReportDue() {
        sink.onReportDue();
    }

    @Override
    public void onWake(long nowNanos) {
        sink.onWake(nowNanos);
    }

    @Override
    public void onClosed(CloseReason reason) {
        sink.onClosed(reason);
        closed.accept(reason);
    }
}
