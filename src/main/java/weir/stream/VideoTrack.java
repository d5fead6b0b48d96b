package weir.stream;

import weir.congestion.Pacer;
import weir.forward.FrameStats;
import weir.forward.LayerForwarder;
import weir.forward.LayerLimits;
import weir.forward.MediaBurst;
import weir.forward.MediaPacket;
import weir.forward.SourceLayer;
import weir.peer.SendingSide;
import weir.transport.PeerDriver;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// The video of one viewer: which layer it gets, and when a key frame is asked for. Owned by its
/// [Subscriber].
final class VideoTrack implements AutoCloseable {
    private final SubscriberTrack track;
    private final PeerDriver driver;
    private final KeyFrameWait keyFrame = new KeyFrameWait();
    private final LayerForwarder forwarder;
    private final VideoSender sender;
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
        this.forwarder = new LayerForwarder(track.rewriter());
        this.sender = new VideoSender(track, forwarder, pacer, writer, driver, keyFrame, counters);
    }

    SubscriberTrack track() {
        return track;
    }

    void onSource(SourceFeed begun, long nowNanos) {
        sender.clear();
        source = Optional.of(begun);
        profiles = begun.profiles();
        track.onSource(begun);
        forwarder.onPublisher(begun.generation(), begun.clock());
        keyFrame.askAtOnce();
        onLayers(begun.layers(), nowNanos);
    }

    void onSourceEnded() {
        sender.clear();
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
        sender.onEstimate(limited ? estimate : Pacer.UNLIMITED, nowNanos);
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
        if (source.isPresent() && choice.aim(forwarder, source.get(), sender.temporalIdMax())) {
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
        if (forwarder.isAtStart() && sender.isIdle()) {
            source.orElseThrow().requestStart(ssrc);
        } else {
            source.orElseThrow().publication().requestKeyFrame(ssrc);
        }
    }

    /// @param past of one encoding; lent
    void onPast(List<MediaPacket> past, long nowNanos) {
        if (!forwarder.isAtStart()
                || !sender.isIdle()
                || !driver.isConnected()
                || past.getFirst().rtp().ssrc() != forwarder.keyFrameSsrc()) {
            return;
        }
        sender.begin(past, choice.aimedBps(), nowNanos);
    }

    /// @param burst lent
    void onBurst(MediaBurst burst, long nowNanos) {
        if (source.isPresent() && source.get().profiles() != profiles) {
            profiles = source.get().profiles();
            track.onSource(source.get());
        }
        if (sender.guard(nowNanos)) {
            aim();
        }
        sender.onBurst(burst, nowNanos);
    }

    void onWake(long nowNanos) {
        sender.onWake(nowNanos);
    }

    /// What was to be sent is lost here for good: the picture starts again at the next key frame.
    /// Another one is asked for only if this was one, or the first of what was lost.
    ///
    /// @param burst lent
    void onMissed(MediaBurst burst, long nowNanos) {
        if (!sender.isMissedOf(burst)) {
            return;
        }
        sender.dropUntilKeyFrame();
        keyFrame.askAtOnce();
        askForKeyFrame(nowNanos);
    }

    /// The viewer itself asks.
    void onKeyFrameRequested(long nowNanos) {
        if (source.isPresent() && keyFrame.hears(nowNanos)) {
            requestKeyFrame();
        }
    }

    /// @param sequenceNumber as the viewer knows it
    void sendAgain(int sequenceNumber, long nowNanos) {
        if (source.isPresent()) {
            sender.sendAgain(source.get(), sequenceNumber, nowNanos);
        }
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
            sender.onPaused();
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
        return sender.frames(nowNanos);
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
        sender.close();
    }
}
