package weir.stream;

import io.netty.buffer.ByteBuf;

import weir.codec.PayloadDescriptor;
import weir.codec.PayloadReader;
import weir.forward.MediaBurst;
import weir.forward.Rewriter;
import weir.peer.CloseReason;
import weir.peer.OutgoingMedia;
import weir.peer.SendingSide;
import weir.rtcp.SenderReport;
import weir.rtp.Burst;
import weir.rtp.MediaKind;
import weir.rtp.RtpHeader;
import weir.rtp.RtpPacket;
import weir.transport.MediaSink;
import weir.transport.PeerDriver;
import weir.wire.MalformedPacketException;

import java.util.Optional;
import java.util.random.RandomGenerator;

/// One viewer of a stream. Whatever happens upstream, it sees one continuous sequence of packets
/// per medium. Owned by its session's loop.
public final class Subscriber implements MediaSink, FanOutTarget {
    private final PeerDriver driver;
    private final Membership membership;
    private final StreamCounters counters;
    private final SubscriberTrack[] byKind = new SubscriberTrack[MediaKind.values().length];
    private Optional<SourceFeed> source = Optional.empty();
    private final RetransmissionBudget budget = new RetransmissionBudget();

    /// @param random for the first sequence numbers and timestamps
    public Subscriber(
            PeerDriver driver, String stream, StreamTableRef streams, RandomGenerator random) {
        this.driver = driver;
        this.counters = streams.counters();
        for (OutgoingMedia media : driver.sending().media()) {
            byKind[media.kind().ordinal()] =
                    new SubscriberTrack(media, new Rewriter(media.kind(), media.ssrc(), random));
        }
        this.membership = Membership.join(stream, streams, driver, StreamMember.Role.VIEWER, this);
    }

    @Override
    public void onConnected() {
        source.ifPresent(this::start);
    }

    @Override
    public void onSource(SourceFeed begun) {
        source = Optional.of(begun);
        for (SubscriberTrack track : byKind) {
            if (track != null) {
                track.onSource(begun);
            }
        }
        if (driver.isConnected()) {
            start(begun);
        }
    }

    /// The viewer stays; what comes next finds it waiting.
    @Override
    public void onSourceEnded() {
        source = Optional.empty();
    }

    /// The reports go before the first packet, so that picture and sound meet from the start.
    private void start(SourceFeed begun) {
        onReportDue();
        if (byKind[MediaKind.VIDEO.ordinal()] != null) {
            requestKeyFrame(begun);
        }
    }

    private static void requestKeyFrame(SourceFeed from) {
        from.publication().requestKeyFrame(MediaKind.VIDEO);
    }

    @Override
    public void onBurst(MediaBurst burst) {
        if (!driver.canSend()) {
            if (driver.isConnected()) {
                counters.onDropped(burst.size());
                onMissed(burst);
            }
            return;
        }
        SendingSide sending = driver.sending();
        for (int i = 0; i < burst.size(); i++) {
            RtpPacket packet = burst.packet(i);
            SubscriberTrack track = byKind[packet.format().kind().ordinal()];
            if (track == null || !isCarried(packet)) {
                continue;
            }
            int payloadType = track.payloadType(packet.header().payloadType());
            if (payloadType == SubscriberTrack.NOT_FORWARDED) {
                continue;
            }
            ByteBuf chunk = sending.begin(packet.bytes().readableBytes());
            int index = chunk.writerIndex();
            if (track.rewriter().write(packet, burst.descriptor(i), payloadType, chunk) > 0) {
                sending.seal(index, RtpHeader.FIXED_LENGTH);
            }
        }
    }

    private boolean isCarried(RtpPacket packet) {
        return source.isPresent() && source.get().carries(packet);
    }

    @Override
    public void onBurstTooOld(MediaBurst burst) {
        if (driver.isConnected()) {
            onMissed(burst);
        }
    }

    /// What is lost here is lost for good: the picture starts again at the next key frame. Another
    /// one is asked for only if this was one, or the first of what was lost.
    private void onMissed(MediaBurst burst) {
        SubscriberTrack video = byKind[MediaKind.VIDEO.ordinal()];
        if (video == null || !hasVideo(burst)) {
            return;
        }
        if (video.rewriter().isAwaitingKeyFrame() && !startsKeyFrame(burst)) {
            return;
        }
        video.rewriter().awaitKeyFrame();
        source.ifPresent(Subscriber::requestKeyFrame);
    }

    private static boolean hasVideo(MediaBurst burst) {
        for (int i = 0; i < burst.size(); i++) {
            if (burst.packet(i).format().kind() == MediaKind.VIDEO) {
                return true;
            }
        }
        return false;
    }

    private static boolean startsKeyFrame(MediaBurst burst) {
        for (int i = 0; i < burst.size(); i++) {
            boolean isVideo = burst.packet(i).format().kind() == MediaKind.VIDEO;
            if (isVideo && burst.descriptor(i).startsKeyFrame()) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void onKeyFrameRequested(int mediaSsrc) {
        SubscriberTrack video = byKind[MediaKind.VIDEO.ordinal()];
        if (video != null && video.media().ssrc() == mediaSsrc) {
            source.ifPresent(Subscriber::requestKeyFrame);
        }
    }

    @Override
    public void onRetransmissionRequested(int mediaSsrc, int[] sequenceNumbers) {
        long now = System.nanoTime();
        for (SubscriberTrack track : byKind) {
            if (track != null && track.media().ssrc() == mediaSsrc && driver.canSend()) {
                for (int i = 0; i < sequenceNumbers.length && budget.take(now); i++) {
                    sendAgain(track, sequenceNumbers[i]);
                }
            }
        }
    }

    private void sendAgain(SubscriberTrack track, int sequenceNumber) {
        int published = track.rewriter().sourceSequence(sequenceNumber);
        if (published < 0 || source.isEmpty()) {
            return;
        }
        source.get()
                .findPacket(track.kind(), published)
                .ifPresent(packet -> sendAgain(track, packet, sequenceNumber));
    }

    /// Byte for byte what was sent before: anything else would reuse a nonce.
    private void sendAgain(SubscriberTrack track, RtpPacket packet, int sequenceNumber) {
        SendingSide sending = driver.sending();
        ByteBuf chunk = sending.begin(packet.bytes().readableBytes());
        int index = chunk.writerIndex();
        if (track.rewriter().writeAgain(packet, describe(packet), sequenceNumber, chunk) > 0) {
            sending.seal(index, RtpHeader.FIXED_LENGTH);
        }
    }

    private static PayloadDescriptor describe(RtpPacket packet) {
        try {
            return PayloadReader.of(packet.format().encoding())
                    .read(packet.bytes(), packet.payloadIndex(), packet.payloadLength());
        } catch (MalformedPacketException broken) {
            throw new IllegalStateException("a packet was forwarded that cannot be read", broken);
        }
    }

    @Override
    public void onReportDue() {
        if (!driver.isConnected()) {
            return;
        }
        long now = System.nanoTime();
        for (SubscriberTrack track : byKind) {
            if (track != null) {
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
        }
    }

    /// A viewer's reports are made from the node's clock; the publisher's have done their part
    /// there.
    @Override
    public void onSenderReport(TimedReport report) {}

    /// A viewer is sendonly in our answer: what it sends is no media of the stream.
    @Override
    public void onSourceBegun(MediaKind kind, int ssrc, String rid) {}

    @Override
    public void onBurst(Burst burst) {}

    @Override
    public void onSenderReport(
            MediaKind kind, int clockRate, SenderReport report, long arrivalNanos) {}

    @Override
    public void onClosed(CloseReason reason) {
        membership.leave();
    }

    @Override
    public void fail(Throwable wrong) {
        driver.fail(wrong);
    }
}
