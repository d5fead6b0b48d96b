package weir.peer;

import weir.rtcp.SourceDescription;
import weir.rtp.HeaderExtension;
import weir.rtp.RtpPacket;
import weir.wire.MalformedPacketException;

import java.util.Optional;

/// Tells which encoding a new SSRC sends, and which source an SSRC of retransmissions repairs
/// (RFC 8852). Owned by its [ReceivingSide].
final class Encodings {
    private final SourceTable sources;
    private final StreamNames streams = new StreamNames();
    private final StreamNames repairs = new StreamNames();

    Encodings(SourceTable sources) {
        this.sources = sources;
    }

    /// RTCP tells what an SSRC sends or repairs, perhaps before its first packet.
    void onDescription(SourceDescription.Chunk chunk) {
        if (!chunk.streamId().isEmpty()) {
            streams.put(chunk.ssrc(), chunk.streamId());
        }
        if (!chunk.repairedStreamId().isEmpty()) {
            repairs.put(chunk.ssrc(), chunk.repairedStreamId());
        }
    }

    /// Nothing is guessed: neither the order of the SSRCs nor that of their packets tells the
    /// encoding. A medium that has only one is of that one.
    ///
    /// @param packet the first of its SSRC
    /// @return the RID, empty where the medium has no encodings
    /// @throws MalformedPacketException if nobody told it, or it was not negotiated
    String rid(RtpPacket packet, IncomingMedia media) throws MalformedPacketException {
        if (media.rids().isEmpty()) {
            return "";
        }
        Optional<String> told =
                packet.extensionText(media.extensions().id(HeaderExtension.RTP_STREAM_ID))
                        .or(() -> streams.find(packet.ssrc()));
        if (told.isEmpty() && media.rids().size() == 1) {
            return media.rids().getFirst();
        }
        String rid = told.orElseThrow(() -> new MalformedPacketException(PeerRule.RID_MISSING));
        if (!media.rids().contains(rid)) {
            throw new MalformedPacketException(PeerRule.RID_UNKNOWN);
        }
        return rid;
    }

    /// By what the packet says, what the offer said, what earlier packets or RTCP said, or because
    /// the medium has no more than one encoding. Senders leave out the RID after a while.
    ///
    /// @param packet a retransmission
    /// @param media  its own
    /// @return null if nothing tells
    Source repaired(RtpPacket packet, IncomingMedia media) {
        int id = media.extensions().id(HeaderExtension.REPAIRED_RTP_STREAM_ID);
        Optional<String> rid = packet.extensionText(id);
        if (rid.isPresent()) {
            return named(packet.ssrc(), media, rid.get());
        }
        Integer offered = media.repairs().get(packet.ssrc());
        Source source = offered == null ? null : sources.find(offered);
        if (source == null) {
            source = sources.findRepairedBy(packet.ssrc());
        }
        if (source == null) {
            Optional<String> told = repairs.find(packet.ssrc());
            source = told.isPresent() ? named(packet.ssrc(), media, told.get()) : null;
        }
        return source == null && media.rids().size() <= 1 ? sources.newest(media.kind()) : source;
    }

    private Source named(int ssrc, IncomingMedia media, String rid) {
        Source source = sources.current(media.kind(), media.rids().isEmpty() ? "" : rid);
        if (source != null && !source.isRepairedBy(ssrc)) {
            sources.learnRepair(ssrc, source);
        }
        return source;
    }
}
