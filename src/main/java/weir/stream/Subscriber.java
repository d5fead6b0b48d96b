package weir.stream;

import weir.congestion.Pacer;
import weir.forward.MediaBurst;
import weir.forward.MediaPacket;
import weir.forward.SourceLayer;
import weir.peer.CloseReason;
import weir.peer.OutgoingMedia;
import weir.rtcp.SenderReport;
import weir.rtp.Burst;
import weir.rtp.MediaKind;
import weir.transport.MediaSink;
import weir.transport.PeerDriver;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.random.RandomGenerator;

/// One viewer of a stream. Whatever happens upstream, it sees one continuous sequence of packets
/// per medium. Owned by its session's loop.
public final class Subscriber implements MediaSink, FanOutTarget {
    private final PeerDriver driver;
    private final Membership membership;
    private final StreamCounters counters;
    private final PacketWriter writer;
    private Optional<AudioTrack> audio = Optional.empty();
    private Optional<VideoTrack> video = Optional.empty();
    private Optional<SourceFeed> source = Optional.empty();
    private final RetransmissionBudget budget = new RetransmissionBudget();

    /// @param random for the first sequence numbers and timestamps
    public Subscriber(
            PeerDriver driver, String stream, StreamTableRef streams, RandomGenerator random) {
        this.driver = driver;
        this.counters = streams.counters();
        Pacer pacer = new Pacer();
        this.writer = new PacketWriter(driver, pacer);
        for (OutgoingMedia media : driver.sending().media()) {
            SubscriberTrack track = new SubscriberTrack(media, random);
            switch (media.kind()) {
                case AUDIO -> audio = Optional.of(new AudioTrack(track, writer));
                case VIDEO ->
                        video = Optional.of(new VideoTrack(track, driver, pacer, writer, counters));
            }
        }
        this.membership =
                Membership.join(
                        stream,
                        streams,
                        driver,
                        StreamMember.Role.VIEWER,
                        Optional.of(
                                new SubscriberRef(this, driver.owner(), driver.sending().media())),
                        this);
    }

    /// The reports go before the first packet, so that picture and sound meet from the start.
    @Override
    public void onConnected() {
        if (source.isPresent()) {
            onReportDue();
            video.ifPresent(track -> track.onConnected(System.nanoTime()));
        }
    }

    @Override
    public void onSource(SourceFeed begun) {
        source = Optional.of(begun);
        audio.ifPresent(track -> track.onSource(begun));
        video.ifPresent(track -> track.onSource(begun, System.nanoTime()));
        onReportDue();
    }

    /// The viewer stays; what comes next finds it waiting.
    @Override
    public void onSourceEnded() {
        source = Optional.empty();
        audio.ifPresent(AudioTrack::onSourceEnded);
        video.ifPresent(VideoTrack::onSourceEnded);
    }

    @Override
    public void onLayers(List<SourceLayer> layers, long nowNanos) {
        if (video.isPresent()) {
            video.get().onLayers(layers, nowNanos);
        }
    }

    @Override
    public void onBurst(MediaBurst burst, long nowNanos) {
        if (!driver.canSend()) {
            if (driver.isConnected()) {
                counters.onDropped(burst.size());
                onMissed(burst, nowNanos);
            }
            return;
        }
        if (audio.isPresent()) {
            audio.get().onBurst(burst, nowNanos);
        }
        if (video.isPresent()) {
            video.get().onBurst(burst, nowNanos);
        }
        writer.flush();
    }

    @Override
    public void onPast(List<MediaPacket> past, long nowNanos) {
        if (video.isPresent()) {
            video.get().onPast(past, nowNanos);
        }
    }

    @Override
    public void onBurstTooOld(MediaBurst burst) {
        if (driver.isConnected()) {
            onMissed(burst, System.nanoTime());
        }
    }

    private void onMissed(MediaBurst burst, long nowNanos) {
        audio.ifPresent(track -> track.onMissed(burst));
        video.ifPresent(track -> track.onMissed(burst, nowNanos));
    }

    @Override
    public void onWake(long nowNanos) {
        if (video.isPresent() && driver.canSend()) {
            video.get().onWake(nowNanos);
            writer.flush();
        }
    }

    @Override
    public void onKeyFrameRequested(int mediaSsrc) {
        video.filter(track -> track.track().media().ssrc() == mediaSsrc)
                .ifPresent(track -> track.onKeyFrameRequested(System.nanoTime()));
    }

    @Override
    public void onRetransmissionRequested(int mediaSsrc, int[] sequenceNumbers) {
        if (!driver.canSend()) {
            return;
        }
        long now = System.nanoTime();
        boolean isVideo = video.isPresent() && video.get().track().media().ssrc() == mediaSsrc;
        boolean isAudio = audio.isPresent() && audio.get().track().media().ssrc() == mediaSsrc;
        for (int i = 0; i < sequenceNumbers.length && budget.take(now); i++) {
            if (isVideo) {
                video.get().sendAgain(sequenceNumbers[i], now);
            } else if (isAudio) {
                audio.get().sendAgain(sequenceNumbers[i], now);
            }
        }
        writer.flush();
    }

    @Override
    public void onReportDue() {
        if (driver.isConnected()) {
            long now = System.nanoTime();
            audio.ifPresent(track -> report(track.track(), now));
            video.ifPresent(track -> report(track.track(), now));
        }
    }

    private void report(SubscriberTrack track, long now) {
        track.rewriter()
                .report(now)
                .ifPresent(
                        report ->
                                driver.sending()
                                        .sendReport(
                                                track.media(),
                                                now,
                                                report.rtpTimestamp(),
                                                report.packets(),
                                                report.octets()));
    }

    ViewerStats stats(long nowNanos) {
        List<SourceLayer> layers = source.map(SourceFeed::layers).orElse(List.of());
        Optional<SourceLayer> target = video.flatMap(VideoTrack::target);
        return new ViewerStats(
                driver.isConnected(),
                driver.sending().media(),
                driver.sending().path(),
                driver.sending().isLimited(),
                driver.sending().retransmitted(),
                video.filter(VideoTrack::isPaused).isPresent(),
                target,
                video.flatMap(track -> current(track, target, layers)),
                layers.stream().mapToLong(SourceLayer::bitrateBps).min().orElse(0),
                video.map(track -> track.frames(nowNanos)),
                video.map(track -> track.waitedNanos(nowNanos)).orElse(0L));
    }

    /// Of another SSRC than the target's it is not known which of its layers go on until then.
    private static Optional<SourceLayer> current(
            VideoTrack track, Optional<SourceLayer> target, List<SourceLayer> layers) {
        OptionalInt sent = track.sentSsrc();
        if (sent.isEmpty() || track.isPaused()) {
            return Optional.empty();
        }
        return target.filter(layer -> layer.ssrc() == sent.getAsInt())
                .or(
                        () ->
                                layers.stream()
                                        .filter(layer -> layer.ssrc() == sent.getAsInt())
                                        .findFirst());
    }

    Optional<VideoTrack> video() {
        return video;
    }

    Optional<AudioTrack> audio() {
        return audio;
    }

    Optional<SourceFeed> source() {
        return source;
    }

    @Override
    public boolean wants(int ssrc) {
        return video.isPresent() && video.get().wants(ssrc);
    }

    /// A viewer's reports are made from the node's clock; the publisher's have done their part
    /// there.
    @Override
    public void onSenderReport(TimedReport report) {}

    /// A viewer is sendonly in our answer: what it sends is no media of the stream.
    @Override
    public void onPauseRequested(int mediaSsrc, boolean paused) {}

    @Override
    public void onSourceBegun(MediaKind kind, int ssrc, String rid) {}

    @Override
    public void onBurst(Burst burst) {}

    @Override
    public void onSenderReport(
            MediaKind kind, int clockRate, SenderReport report, long arrivalNanos) {}

    @Override
    public void onClosed(CloseReason reason) {
        video.ifPresent(VideoTrack::close);
        membership.leave();
    }

    @Override
    public void fail(Throwable wrong) {
        driver.fail(wrong);
    }
}
