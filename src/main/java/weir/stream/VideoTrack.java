package weir.stream;

import weir.congestion.Pacer;
import weir.forward.FrameMeter;
import weir.forward.FrameStats;
import weir.forward.LayerForwarder;
import weir.forward.LayerLimits;
import weir.forward.MediaBurst;
import weir.forward.MediaPacket;
import weir.forward.SourceLayer;
import weir.peer.SendingSide;
import weir.rtp.MediaKind;
import weir.transport.PeerDriver;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// The video of one viewer: the layer that its path carries, at a pace that it can take. Owned by
/// its [Subscriber].
final class VideoTrack implements AutoCloseable {
    private final SubscriberTrack track;
    private final PeerDriver driver;
    private final VideoQueue queue;
    private final KeyFrameWait keyFrame = new KeyFrameWait();
    private final FrameMeter frames = new FrameMeter();
    private final PacketWriter writer;
    private final StreamCounters counters;
    private final LayerForwarder forwarder;
    private final LayerChoice choice = new LayerChoice();
    private Optional<SourceFeed> source = Optional.empty();
    private int profiles;

    VideoTrack(
            SubscriberTrack track,
            PeerDriver driver,
            Pacer pacer,
            PacketWriter writer,
            StreamCounters counters) {
        this.track = track;
        this.driver = driver;
        this.queue = new VideoQueue(pacer);
        this.writer = writer;
        this.counters = counters;
        this.forwarder = new LayerForwarder(track.rewriter());
    }

    SubscriberTrack track() {
        return track;
    }

    void onSource(SourceFeed begun, long nowNanos) {
        queue.clear();
        source = Optional.of(begun);
        profiles = begun.profiles();
        track.onSource(begun);
        forwarder.onPublisher(begun.generation(), begun.clock());
        keyFrame.askAtOnce();
        onLayers(begun.layers(), nowNanos);
    }

    void onSourceEnded() {
        queue.clear();
        source = Optional.empty();
    }

    /// The viewer can be sent media from now on.
    void onConnected(long nowNanos) {
        askForKeyFrame(nowNanos);
    }

    /// As often as they are measured.
    void onLayers(List<SourceLayer> layers, long nowNanos) {
        SendingSide sending = driver.sending();
        long estimate = sending.estimateBps();
        boolean limited = sending.isLimited();
        queue.onEstimate(limited ? estimate : Pacer.UNLIMITED, nowNanos);
        if (estimate != SendingSide.UNLIMITED) {
            choice.onEstimate(estimate, nowNanos);
        }
        choice.onLayers(layers, nowNanos);
        aim();
        noteWait(nowNanos);
        askForKeyFrame(nowNanos);
        if (estimate != SendingSide.UNLIMITED) {
            sending.want(choice.wantedBps(layers));
            driver.flush();
        }
    }

    private void noteWait(long nowNanos) {
        boolean now = driver.isConnected() && choice.target().isPresent();
        keyFrame.note(now && track.rewriter().isAwaitingKeyFrame(), nowNanos);
    }

    /// For how long no picture was sent for want of a key frame; 0 if it is not so.
    long waitedNanos(long nowNanos) {
        return keyFrame.waitedNanos(track.rewriter().isAwaitingKeyFrame(), nowNanos);
    }

    private void aim() {
        if (source.isPresent() && choice.aim(forwarder, source.get(), queue.temporalIdMax())) {
            driver.sending().onRateRaised();
        }
    }

    private void askForKeyFrame(long nowNanos) {
        if (source.isEmpty() || !driver.isConnected() || !forwarder.isKeyFrameNeeded()) {
            return;
        }
        if (keyFrame.asks(nowNanos)) {
            requestKeyFrame();
        }
    }

    /// Only who sees nothing yet may start in the past: whoever had a picture, of another encoding
    /// or before a pause, would see again what was seen.
    private void requestKeyFrame() {
        int ssrc = forwarder.keyFrameSsrc();
        if (forwarder.isAtStart() && queue.isEmpty()) {
            source.orElseThrow().requestStart(ssrc);
        } else {
            source.orElseThrow().publication().requestKeyFrame(ssrc);
        }
    }

    /// @param past of one encoding; lent
    void onPast(List<MediaPacket> past, long nowNanos) {
        if (!forwarder.isAtStart()
                || !queue.isEmpty()
                || !driver.isConnected()
                || past.getFirst().rtp().ssrc() != forwarder.keyFrameSsrc()) {
            return;
        }
        queue.begin(past, choice.aimedBps(), nowNanos);
        counters.onInstantStart();
        wakeWhenOpen(nowNanos);
    }

    /// @param burst lent
    void onBurst(MediaBurst burst, long nowNanos) {
        if (source.isPresent() && source.get().profiles() != profiles) {
            profiles = source.get().profiles();
            track.onSource(source.get());
        }
        guard(nowNanos);
        for (int i = 0; i < burst.size(); i++) {
            MediaPacket packet = burst.get(i);
            if (packet.rtp().format().kind() == MediaKind.VIDEO
                    && forwarder.takes(packet.rtp().ssrc())) {
                offer(packet, nowNanos);
            }
        }
        wakeWhenOpen(nowNanos);
    }

    private void guard(long nowNanos) {
        int before = queue.temporalIdMax();
        if (queue.isTooLong(forwarder.filter().temporalId(), nowNanos)) {
            drop();
        }
        if (queue.temporalIdMax() != before) {
            aim();
        }
    }

    private void drop() {
        queue.clear();
        forwarder.dropUntilKeyFrame();
        keyFrame.onDropped();
        counters.onDropped(1);
    }

    private void offer(MediaPacket packet, long nowNanos) {
        if (!queue.isEmpty() && queue.isOvertakenBy(packet, forwarder)) {
            for (MediaPacket rest; (rest = queue.pollRest()) != null; ) {
                try (MediaPacket taken = rest) {
                    forward(taken, nowNanos);
                }
            }
            queue.clear();
            forwarder.dropUntilKeyFrame();
        }
        if (queue.mayPass(nowNanos)) {
            write(packet, nowNanos);
        } else if (!queue.add(packet, forwarder)) {
            drop();
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

    /// What was to be sent is lost here for good: the picture starts again at the next key frame.
    /// Another one is asked for only if this was one, or the first of what was lost.
    ///
    /// @param burst lent
    void onMissed(MediaBurst burst, long nowNanos) {
        if (!hasOwn(burst)) {
            return;
        }
        if (track.rewriter().isAwaitingKeyFrame() && !startsKeyFrame(burst)) {
            return;
        }
        queue.clear();
        forwarder.dropUntilKeyFrame();
        keyFrame.askAtOnce();
        askForKeyFrame(nowNanos);
    }

    private boolean hasOwn(MediaBurst burst) {
        for (int i = 0; i < burst.size(); i++) {
            if (isOwn(burst.get(i))) {
                return true;
            }
        }
        return false;
    }

    private boolean startsKeyFrame(MediaBurst burst) {
        for (int i = 0; i < burst.size(); i++) {
            if (isOwn(burst.get(i)) && burst.get(i).descriptor().startsKeyFrame()) {
                return true;
            }
        }
        return false;
    }

    /// Whether it would have been sent: of an SSRC that is awaited, a key frame, or what follows
    /// one that waits.
    private boolean isOwn(MediaPacket packet) {
        int ssrc = packet.rtp().ssrc();
        return packet.rtp().format().kind() == MediaKind.VIDEO
                && forwarder.takes(ssrc)
                && (forwarder.sends(ssrc)
                        || packet.descriptor().startsKeyFrame()
                        || !queue.isEmpty());
    }

    /// The viewer itself asks.
    void onKeyFrameRequested(long nowNanos) {
        if (source.isPresent() && keyFrame.hears(nowNanos)) {
            requestKeyFrame();
        }
    }

    /// Nothing of a former publisher: the present one may have other packets of the same numbers.
    ///
    /// @param sequenceNumber as the viewer knows it
    void sendAgain(int sequenceNumber, long nowNanos) {
        if (!forwarder.hasBegun() || !queue.mayRepeat(nowNanos)) {
            return;
        }
        int published = track.rewriter().sourceSequence(sequenceNumber);
        if (published < 0 || source.isEmpty() || !track.canSendAgain()) {
            return;
        }
        source.get()
                .findPacket(track.rewriter().sourceSsrc(sequenceNumber), published)
                .ifPresent(
                        packet ->
                                writer.writeVideoAgain(
                                        track, forwarder, packet, sequenceNumber, nowNanos));
    }

    void limit(LayerLimits wanted, long nowNanos) {
        choice.limit(wanted, nowNanos);
        aim();
        keyFrame.askAtOnce();
        askForKeyFrame(nowNanos);
    }

    void enable(boolean enabled, long nowNanos) {
        choice.onPaused(!enabled);
        if (!enabled) {
            queue.clear();
            forwarder.pause();
            frames.onPaused();
            return;
        }
        forwarder.resume();
        aim();
        keyFrame.askAtOnce();
        askForKeyFrame(nowNanos);
    }

    /// Whether packets of this SSRC are sent, or awaited.
    boolean wants(int ssrc) {
        return forwarder.takes(ssrc);
    }

    /// What it was sent, each frame when its first packet was.
    FrameStats frames(long nowNanos) {
        return frames.stats(nowNanos);
    }

    /// Whether the viewer asked for no picture.
    boolean isPaused() {
        return forwarder.isPaused();
    }

    /// The SSRC whose packets it is sent now.
    OptionalInt sentSsrc() {
        return forwarder.sentSsrc();
    }

    /// The layer that is sent, or awaited.
    Optional<SourceLayer> target() {
        return choice.target();
    }

    @Override
    public void close() {
        queue.close();
    }
}
