package weir.stream;

import weir.congestion.Pacer;
import weir.forward.LayerForwarder;
import weir.forward.MediaPacket;
import weir.forward.QueueConfig;
import weir.forward.QueueGuard;

import java.util.List;

/// What of one viewer's video waits until its path can take it, and when that is too much. Owned by
/// its [VideoSender].
///
/// Only what will be sent waits: of an encoding whose key frame is awaited nothing before that key
/// frame, and nothing of another once it is there.
final class VideoQueue implements AutoCloseable {
    private static final int NONE = 0;

    private final Pacer pacer;
    private final QueueGuard guard = new QueueGuard(QueueConfig.DEFAULT);
    private final WaitingPackets waiting = new WaitingPackets();
    private final CatchUp catchUp = new CatchUp();

    /// Whose key frame waits, or [#NONE].
    private int startSsrc = NONE;

    /// Whether the picture of [#timestamp] has begun to leave.
    private boolean leaving;

    private int timestamp;

    VideoQueue(Pacer pacer) {
        this.pacer = pacer;
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    /// @param bps what the path carries, or [Pacer#UNLIMITED]
    void onEstimate(long bps, long nowNanos) {
        pacer.onEstimate(bps, nowNanos);
    }

    /// The highest temporal layer that may be sent.
    int temporalIdMax() {
        return guard.temporalIdMax();
    }

    /// Each burst, before it is offered.
    ///
    /// @param temporalId the highest temporal layer that is sent at present
    /// @return whether nothing is to be sent before the next key frame
    boolean isTooLong(int temporalId, long nowNanos) {
        if (waiting.isEmpty()) {
            catchUp.end();
        }
        if (catchUp.isActive()) {
            return false;
        }
        long backlog = pacer.backlogNanos(waiting.bytes(), nowNanos);
        return guard.onBurst(backlog, temporalId, nowNanos);
    }

    /// Whether a packet may be written at once.
    boolean mayPass(long nowNanos) {
        return waiting.isEmpty() && isOpen(nowNanos);
    }

    private boolean isOpen(long nowNanos) {
        return pacer.isOpen(nowNanos) && catchUp.isOpen(nowNanos);
    }

    /// A key frame that is awaited, or that overtakes what is caught up with, leaves nothing before
    /// it that matters.
    ///
    /// @param packet lent
    /// @return whether what goes on from before is over: to be cleared, after its [#pollRest()]
    boolean isOvertakenBy(MediaPacket packet, LayerForwarder forwarder) {
        if (catchUp.isOvertakenBy(packet)) {
            return true;
        }
        boolean awaited =
                packet.descriptor().startsKeyFrame() && forwarder.awaits(packet.rtp().ssrc());
        if (awaited && startSsrc != packet.rtp().ssrc()) {
            clear();
        }
        return false;
    }

    /// What is left of a picture that has begun to leave: its numbers do not tell the viewer that
    /// something is missing, and some show it as far as it goes.
    ///
    /// @return to be closed by the caller; null when there is none
    MediaPacket pollRest() {
        boolean isRest =
                leaving && !waiting.isEmpty() && waiting.peek().rtp().timestamp() == timestamp;
        return isRest ? waiting.poll() : null;
    }

    /// @param packet lent
    /// @return false if too many wait already
    boolean add(MediaPacket packet, LayerForwarder forwarder) {
        int ssrc = packet.rtp().ssrc();
        if (forwarder.awaits(ssrc) && startSsrc != ssrc) {
            if (!packet.descriptor().startsKeyFrame()) {
                return true;
            }
            startSsrc = ssrc;
        }
        return waiting.add(packet);
    }

    /// What a viewer who sees nothing yet is given first.
    ///
    /// @param past       lent
    /// @param bitrateBps of its encoding
    void begin(List<MediaPacket> past, long bitrateBps, long nowNanos) {
        waiting.begin(past);
        startSsrc = past.getFirst().rtp().ssrc();
        catchUp.begin(past.getFirst(), bitrateBps, nowNanos);
    }

    /// @return what may leave now, to be closed by the caller; null if nothing may
    MediaPacket poll(long nowNanos) {
        if (waiting.isEmpty()) {
            catchUp.end();
            startSsrc = NONE;
            return null;
        }
        if (!isOpen(nowNanos)) {
            return null;
        }
        leaving = true;
        timestamp = waiting.peek().rtp().timestamp();
        return waiting.poll();
    }

    /// @param bytes of the payload
    void onSent(int bytes, long nowNanos) {
        catchUp.onSent(bytes, nowNanos);
    }

    /// When something that waits may leave.
    long opensNanos(long nowNanos) {
        return Math.max(nowNanos, Math.max(pacer.opensNanos(), catchUp.opensNanos()));
    }

    /// Whether the path has room for packets that are sent again.
    boolean mayRepeat(long nowNanos) {
        return pacer.backlogNanos(0, nowNanos) < QueueConfig.DEFAULT.reduceAbove().toNanos();
    }

    void clear() {
        waiting.close();
        startSsrc = NONE;
        leaving = false;
    }

    @Override
    public void close() {
        clear();
    }
}
