package weir.peer;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

import weir.congestion.ArrivalLog;
import weir.recovery.RetransmissionReader;
import weir.rtcp.Bye;
import weir.rtcp.CompoundReader;
import weir.rtcp.FullIntraRequest;
import weir.rtcp.GenericNack;
import weir.rtcp.PauseMessage;
import weir.rtcp.PictureLossIndication;
import weir.rtcp.ReceiverEstimatedMaximumBitrate;
import weir.rtcp.ReceiverReport;
import weir.rtcp.RtcpPacket;
import weir.rtcp.SenderReport;
import weir.rtcp.SourceDescription;
import weir.rtcp.TransportFeedback;
import weir.rtcp.Unknown;
import weir.rtp.Burst;
import weir.rtp.HeaderExtension;
import weir.rtp.MediaKind;
import weir.rtp.PayloadFormat;
import weir.rtp.RtpHeader;
import weir.rtp.RtpPacket;
import weir.wire.MalformedPacketException;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/// What a [Peer] receives: tells the sources apart, undoes retransmission, keeps what feedback
/// needs, and gathers what one read brought into a [Burst]. Owned by the peer's loop.
public final class ReceivingSide {
    private static final int PAYLOAD_TYPES = 128;

    private final ByteBufAllocator allocator;
    private final ArrayDeque<PeerOutput> outputs;
    private final PayloadFormat[] formats = new PayloadFormat[PAYLOAD_TYPES];
    private final IncomingMedia[] mediaByPayloadType = new IncomingMedia[PAYLOAD_TYPES];
    private final int[] transportSequenceIds = new int[PAYLOAD_TYPES];
    private final SourceTable sources;
    private final SendingSide sending;
    private final Encodings encodings;
    private final PauseRequests pauses = new PauseRequests();
    private final ArrivalLog arrivals;
    private final FeedbackWriter feedback;
    private Optional<Burst> burst = Optional.empty();
    private long earlyMediaDropped;
    private long heardNanos;

    ReceivingSide(
            List<IncomingMedia> incoming,
            int reportingSsrc,
            SendingSide sending,
            PeerConfig config,
            ByteBufAllocator allocator,
            ArrayDeque<PeerOutput> outputs,
            long nowNanos) {
        this.allocator = allocator;
        this.outputs = outputs;
        this.heardNanos = nowNanos;
        this.sending = sending;
        this.sources = new SourceTable(reportingSsrc, config);
        this.encodings = new Encodings(sources);
        this.arrivals = new ArrivalLog(FeedbackWriter.ARRIVALS, reportingSsrc);
        this.feedback = new FeedbackWriter(reportingSsrc, config, incoming, sources, arrivals);
        for (IncomingMedia media : incoming) {
            for (PayloadFormat format : media.formats()) {
                formats[format.payloadType()] = format;
                mediaByPayloadType[format.payloadType()] = media;
                transportSequenceIds[format.payloadType()] =
                        media.extensions().id(HeaderExtension.TRANSPORT_SEQUENCE_NUMBER);
            }
        }
    }

    /// The peer has until now had nothing to send by.
    void onConnected(long nowNanos) {
        heardNanos = nowNanos;
    }

    /// @param bytes  lent: one packet in the clear
    /// @param header as read from these bytes
    void onRtp(ByteBuf bytes, RtpHeader header, long nowNanos) throws MalformedPacketException {
        heardNanos = nowNanos;
        PayloadFormat format = formats[header.payloadType()];
        require(format != null, PeerRule.PAYLOAD_TYPE_UNKNOWN);
        try (RtpPacket packet = RtpPacket.of(bytes, header, format, nowNanos)) {
            int transportSequence =
                    packet.extensionUnsignedShort(transportSequenceIds[header.payloadType()]);
            if (transportSequence >= 0) {
                arrivals.onPacket(transportSequence, header.ssrc(), nowNanos);
            }
            if (format.isRetransmission()) {
                onRetransmission(packet, nowNanos);
            } else {
                IncomingMedia media = mediaByPayloadType[header.payloadType()];
                onMedia(source(packet, media, nowNanos), packet, false, nowNanos);
            }
        }
    }

    private Source source(RtpPacket packet, IncomingMedia media, long nowNanos)
            throws MalformedPacketException {
        Source known = sources.find(packet.ssrc());
        if (known == null) {
            return newSource(packet, media, nowNanos);
        }
        require(known.media() == media, PeerRule.SSRC_OF_OTHER_MEDIA);
        return known;
    }

    /// One that the offer did not name is told by its RID or MID (RFC 9143 §9.2). Without them it
    /// is taken as long as the medium has no source that the offer named: clients are not always
    /// exact.
    private Source newSource(RtpPacket packet, IncomingMedia media, long nowNanos)
            throws MalformedPacketException {
        String rid = encodings.rid(packet, media);
        int mid = media.extensions().id(HeaderExtension.MID);
        boolean named = !rid.isEmpty() || packet.extensionText(mid).isPresent();
        require(named || !sources.isStray(packet.ssrc(), media), PeerRule.SSRC_UNKNOWN);
        Source source = sources.add(packet.ssrc(), media, rid, nowNanos);
        outputs.add(new PeerOutput.SourceBegun(media.kind(), packet.ssrc(), rid));
        return source;
    }

    private void onRetransmission(RtpPacket packet, long nowNanos) throws MalformedPacketException {
        PayloadFormat original = formats[Math.max(0, packet.format().associated())];
        require(original != null, PeerRule.PAYLOAD_TYPE_UNKNOWN);
        IncomingMedia media = mediaByPayloadType[packet.header().payloadType()];
        require(mediaByPayloadType[original.payloadType()] == media, PeerRule.PAYLOAD_TYPE_UNKNOWN);
        Source source = encodings.repaired(packet, media);
        // Browsers send padding as retransmissions of nothing, to probe for bandwidth: it ends
        // here.
        if (RetransmissionReader.originalSequenceNumber(packet).isEmpty()) {
            return;
        }
        require(source != null, PeerRule.REPAIR_UNKNOWN);
        require(source.media() == media, PeerRule.SSRC_OF_OTHER_MEDIA);
        ByteBuf rebuilt =
                RetransmissionReader.rebuild(
                                packet, original.payloadType(), source.ssrc(), allocator)
                        .orElseThrow();
        onRepair(source, rebuilt, original, nowNanos);
    }

    /// @param rebuilt given
    private void onRepair(Source source, ByteBuf rebuilt, PayloadFormat format, long nowNanos)
            throws MalformedPacketException {
        try (RtpPacket repaired =
                RtpPacket.of(rebuilt, RtpHeader.read(rebuilt), format, nowNanos)) {
            onMedia(source, repaired, true, nowNanos);
        } finally {
            rebuilt.release();
        }
    }

    private void onMedia(Source source, RtpPacket packet, boolean retransmitted, long nowNanos)
            throws MalformedPacketException {
        require(source.onPacket(packet, retransmitted, nowNanos), PeerRule.DUPLICATE);
        if (burst.isEmpty()) {
            burst = Optional.of(new Burst());
        }
        burst.get().add(packet);
    }

    void flushBurst() {
        if (burst.isPresent()) {
            outputs.add(new PeerOutput.MediaReceived(burst.get()));
            burst = Optional.empty();
        }
    }

    /// @param compound lent: in the clear
    void onRtcp(ByteBuf compound, long nowNanos) throws MalformedPacketException {
        heardNanos = nowNanos;
        for (RtcpPacket packet : CompoundReader.read(compound)) {
            switch (packet) {
                case SenderReport report -> onSenderReport(report, nowNanos);
                case ReceiverReport report -> sending.onReports(report.blocks(), nowNanos);
                case GenericNack nack -> onNack(nack);
                case PictureLossIndication pli -> onKeyFrameRequest(pli.mediaSsrc());
                case FullIntraRequest fir ->
                        fir.entries().forEach(entry -> onKeyFrameRequest(entry.ssrc()));
                case PauseMessage message -> message.entries().forEach(this::onPause);
                case SourceDescription description ->
                        description.chunks().forEach(encodings::onDescription);
                case TransportFeedback arrivals -> sending.onFeedback(arrivals, nowNanos);
                case ReceiverEstimatedMaximumBitrate maximum ->
                        sending.onMaximumBitrate(maximum.bitrateBps());
                case Bye _, Unknown _ -> {}
            }
        }
    }

    private void onNack(GenericNack nack) {
        int[] lost = nack.sequenceNumbers().stream().mapToInt(Integer::intValue).toArray();
        sending.reports().onNack(lost.length);
        outputs.add(new PeerOutput.RetransmissionRequested(nack.mediaSsrc(), lost));
    }

    private void onKeyFrameRequest(int mediaSsrc) {
        sending.reports().onKeyFrameRequest();
        outputs.add(new PeerOutput.KeyFrameRequested(mediaSsrc));
    }

    private void onPause(PauseMessage.Entry request) {
        boolean paused = request.type() == PauseMessage.Type.PAUSE;
        boolean isRequest = paused || request.type() == PauseMessage.Type.RESUME;
        if (isRequest && pauses.accept(request)) {
            outputs.add(new PeerOutput.PauseRequested(request.ssrc(), paused));
        }
    }

    private void onSenderReport(SenderReport report, long nowNanos) {
        sending.onReports(report.blocks(), nowNanos);
        Source source = sources.find(report.ssrc());
        if (source != null && source.onSenderReport(report, nowNanos)) {
            outputs.add(
                    new PeerOutput.SenderReportReceived(
                            source.media().kind(), source.clockRate(), report, nowNanos));
        }
    }

    void requestKeyFrame(int ssrc, long nowNanos) {
        Source source = sources.find(ssrc);
        if (source != null) {
            source.requestKeyFrame(nowNanos);
        }
    }

    /// Tells the peer that a source of it is wanted no more, or again, until it must have heard it.
    /// Only peers that speak RFC 7728 heed it: other nodes of ours do.
    public void requestPause(int ssrc, boolean paused, long nowNanos) {
        Source source = sources.find(ssrc);
        if (source != null && source.isPaused() != paused) {
            source.setPaused(paused);
        }
        feedback.requestPause(ssrc, paused, nowNanos);
    }

    /// The publisher's picture starts again with this packet: what was asked for is there.
    public void onKeyFrame(RtpPacket packet) {
        Source source = sources.find(packet.ssrc());
        if (source != null) {
            source.onKeyFrame(packet.sequenceNumber());
        }
    }

    void reportDue() {
        feedback.reportDue();
    }

    void pollFeedback(long nowNanos, Consumer<ByteBuf> send) {
        feedback.poll(nowNanos, allocator, send);
    }

    long deadlineNanos() {
        return feedback.deadlineNanos();
    }

    void onEarlyMediaDropped() {
        earlyMediaDropped++;
    }

    /// When RTP or RTCP that the peer sealed came last; before any, when it connected or, before
    /// that, was made.
    public long heardNanos() {
        return heardNanos;
    }

    /// All sources together.
    public ReceivingStats totals() {
        ReceivingStats totals = new ReceivingStats(0, 0, 0, 0, 0, 0, 0, earlyMediaDropped);
        for (int i = 0; i < sources.size(); i++) {
            totals = totals.plus(sources.at(i).stats());
        }
        return totals;
    }

    /// Of all sources, as their packets are in the clear.
    public long bytesReceived() {
        long bytes = 0;
        for (int i = 0; i < sources.size(); i++) {
            bytes += sources.at(i).reception().bytes();
        }
        return bytes;
    }

    /// What is received now: the format of the newest source of each kind.
    public List<PayloadFormat> formats() {
        return Arrays.stream(MediaKind.values())
                .map(sources::newest)
                .filter(Objects::nonNull)
                .map(source -> source.stats().format())
                .toList();
    }

    /// One entry a source, in the order they appeared.
    public List<SourceStats> stats() {
        return sources.stats();
    }

    void close() {
        burst.ifPresent(Burst::close);
        burst = Optional.empty();
    }

    private static void require(boolean kept, PeerRule rule) throws MalformedPacketException {
        if (!kept) {
            throw new MalformedPacketException(rule);
        }
    }
}
