package weir.stream;

import weir.congestion.Pacer;
import weir.forward.FrameMeter;
import weir.forward.FrameStats;
import weir.forward.LayerForwarder;
import weir.forward.MediaBurst;
import weir.forward.MediaPacket;
import weir.rtp.MediaKind;
import weir.transport.PeerDriver;

import java.util.List;

/// Writes one viewer's video at the pace that its path takes: a packet at once, or when all that
/// waits before it has left, or not at all if that would be too late. Owned by its [VideoTrack].
final class VideoSender implements AutoCloseable {
    private final SubscriberTrack track;
    private final LayerForwarder forwarder;
    private final VideoQueue queue;
    private final PacketWriter writer;
    private final PeerDriver driver;
    private final KeyFrameWait keyFrame;
    private final StreamCounters counters;
    private final FrameMeter frames = new FrameMeter();

    VideoSender(
            SubscriberTrack track,
            LayerForwarder forwarder,
            Pacer pacer,
            PacketWriter writer,
            PeerDriver driver,
            KeyFrameWait keyFrame,
            StreamCounters counters) {
        this.track = track;
        this.forwarder = forwarder;
        this.queue = new VideoQueue(pacer);
        this.writer = writer;
        this.driver = driver;
        this.keyFrame = keyFrame;
        this.counters = counters;
    }

    /// @param bps what the path carries, or [Pacer#UNLIMITED]
    void onEstimate(long bps, long nowNanos) {
        queue.onEstimate(bps, nowNanos);
    }

    /// The highest temporal layer that there is time for.
    int temporalIdMax() {
        return queue.temporalIdMax();
    }

    /// Whether nothing waits.
    boolean isIdle() {
        return queue.isEmpty();
    }

    /// What a viewer who sees nothing yet is given first.
    ///
    /// @param past       lent
    /// @param bitrateBps of its encoding
    void begin(List<MediaPacket> past, long bitrateBps, long nowNanos) {
        queue.begin(past, bitrateBps, nowNanos);
        counters.onInstantStart();
        wakeWhenOpen(nowNanos);
    }

    /// Each burst, before it is sent.
    ///
    /// @return whether [#temporalIdMax()] is another now
    boolean guard(long nowNanos) {
        int before = queue.temporalIdMax();
        if (queue.isTooLong(forwarder.filter().temporalId(), nowNanos)) {
            dropLate();
        }
        return queue.temporalIdMax() != before;
    }

    private void dropLate() {
        dropUntilKeyFrame();
        keyFrame.onDropped();
        counters.onDropped(1);
    }

    /// @param burst lent
    void onBurst(MediaBurst burst, long nowNanos) {
        for (int i = 0; i < burst.size(); i++) {
            MediaPacket packet = burst.get(i);
            if (isTaken(packet)) {
                offer(packet, nowNanos);
            }
        }
        wakeWhenOpen(nowNanos);
    }

    private boolean isTaken(MediaPacket packet) {
        return packet.rtp().format().kind() == MediaKind.VIDEO
                && forwarder.takes(packet.rtp().ssrc());
    }

    private void offer(MediaPacket packet, long nowNanos) {
        if (!queue.isEmpty() && queue.isOvertakenBy(packet, forwarder)) {
            for (MediaPacket rest; (rest = queue.pollRest()) != null; ) {
                try (MediaPacket taken = rest) {
                    forward(taken, nowNanos);
                }
            }
            dropUntilKeyFrame();
        }
        if (queue.mayPass(nowNanos)) {
            write(packet, nowNanos);
        } else if (!queue.add(packet, forwarder)) {
            dropLate();
        }
    }

    private void write(MediaPacket packet, long nowNanos) {
        forward(packet, nowNanos);
        queue.onSent(packet.rtp().payloadLength(), nowNanos);
    }

    private void forward(MediaPacket packet, long nowNanos) {
        if (packet.descriptor().startsKeyFrame()) {
            keyFrame.onKeyFrame();
        }
        if (writer.writeVideo(track, forwarder, packet, nowNanos)) {
            frames.onPacket(
                    packet.rtp().timestamp(),
                    packet.descriptor().startsKeyFrame(),
                    packet.rtp().payloadLength(),
                    nowNanos);
        }
    }

    private void wakeWhenOpen(long nowNanos) {
        if (!queue.isEmpty()) {
            driver.wakeAt(queue.opensNanos(nowNanos));
        }
    }

    void onWake(long nowNanos) {
        for (MediaPacket packet; (packet = queue.poll(nowNanos)) != null; ) {
            try (MediaPacket taken = packet) {
                write(taken, nowNanos);
            }
        }
        wakeWhenOpen(nowNanos);
    }

    /// Whether the picture cannot go on without this burst, which did not get here: something of it
    /// would have been sent, and while a key frame is awaited that was one.
    ///
    /// @param burst lent
    boolean isMissedOf(MediaBurst burst) {
        boolean awaiting = track.rewriter().isAwaitingKeyFrame();
        for (int i = 0; i < burst.size(); i++) {
            MediaPacket packet = burst.get(i);
            if (isOwn(packet) && (!awaiting || packet.descriptor().startsKeyFrame())) {
                return true;
            }
        }
        return false;
    }

    /// Whether it would have been sent: of an SSRC that is awaited, a key frame, or what follows
    /// one that waits.
    private boolean isOwn(MediaPacket packet) {
        return isTaken(packet)
                && (forwarder.sends(packet.rtp().ssrc())
                        || packet.descriptor().startsKeyFrame()
                        || !queue.isEmpty());
    }

    /// Nothing of a former publisher: the present one may have other packets of the same numbers.
    ///
    /// @param sequenceNumber as the viewer knows it
    void sendAgain(SourceFeed source, int sequenceNumber, long nowNanos) {
        if (!forwarder.hasBegun() || !queue.mayRepeat(nowNanos)) {
            return;
        }
        int published = track.rewriter().sourceSequence(sequenceNumber);
        if (published < 0 || !track.canSendAgain()) {
            return;
        }
        source.findPacket(track.rewriter().sourceSsrc(sequenceNumber), published)
                .ifPresent(
                        packet ->
                                writer.writeVideoAgain(
                                        track, forwarder, packet, sequenceNumber, nowNanos));
    }

    /// What waits is sent no more, and all else not before the next key frame.
    void dropUntilKeyFrame() {
        queue.clear();
        forwarder.dropUntilKeyFrame();
    }

    /// The viewer asked for no picture.
    void onPaused() {
        queue.clear();
        forwarder.pause();
        frames.onPaused();
    }

    /// What waits is sent no more: it is of a publisher who has gone.
    void clear() {
        queue.clear();
    }

    /// What it was sent, each frame when its first packet was.
    FrameStats frames(long nowNanos) {
        return frames.stats(nowNanos);
    }

    @Override
    public void close() {
        queue.close();
    }
}
