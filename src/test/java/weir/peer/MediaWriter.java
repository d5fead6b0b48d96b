package weir.peer;

import io.netty.buffer.ByteBuf;

import weir.rtp.ExtensionMap;
import weir.rtp.HeaderExtension;
import weir.rtp.MediaKind;
import weir.rtp.PayloadFormat;
import weir.rtp.RtcpFeedback;

import java.util.List;
import java.util.Map;
import java.util.Set;

/// What two peers of these tests agreed on, and packets of it.
final class MediaWriter {
    static final int VIDEO_SSRC = 0x1111;
    static final int AUDIO_SSRC = 0x2222;
    static final int RTX_SSRC = 0x3333;
    static final int VP8 = 96;
    static final int RTX = 97;
    static final int OPUS = 111;
    static final int TRANSPORT_SEQUENCE_ID = 3;

    private static final ExtensionMap EXTENSIONS =
            new ExtensionMap(
                    Map.of(HeaderExtension.TRANSPORT_SEQUENCE_NUMBER, TRANSPORT_SEQUENCE_ID));

    private MediaWriter() {}

    static List<IncomingMedia> incoming(RtcpFeedback... videoFeedback) {
        PayloadFormat vp8 =
                new PayloadFormat(
                        VP8, MediaKind.VIDEO, "VP8", 90_000, 1, "", Set.of(videoFeedback));
        PayloadFormat rtx =
                new PayloadFormat(RTX, MediaKind.VIDEO, "rtx", 90_000, 1, "apt=96", Set.of());
        PayloadFormat opus =
                new PayloadFormat(OPUS, MediaKind.AUDIO, "opus", 48_000, 2, "", Set.of());
        return List.of(
                new IncomingMedia(
                        MediaKind.AUDIO,
                        "0",
                        List.of(opus),
                        EXTENSIONS,
                        List.of(),
                        Map.of(),
                        List.of()),
                new IncomingMedia(
                        MediaKind.VIDEO,
                        "1",
                        List.of(vp8, rtx),
                        EXTENSIONS,
                        List.of(),
                        Map.of(),
                        List.of()));
    }

    static List<OutgoingMedia> outgoing() {
        return incoming().stream()
                .map(
                        media ->
                                new OutgoingMedia(
                                        media.kind(),
                                        media.mid(),
                                        media.kind() == MediaKind.VIDEO ? VIDEO_SSRC : AUDIO_SSRC,
                                        0,
                                        "cname",
                                        media.formats(),
                                        media.extensions()))
                .toList();
    }

    /// Seals one packet with a payload of zeros behind the header.
    static void write(SendingSide sending, int payloadType, int ssrc, int sequence, int length) {
        ByteBuf chunk = sending.begin(12 + length);
        int index = chunk.writerIndex();
        header(chunk, 0x80, payloadType, ssrc, sequence);
        chunk.writeZero(length);
        sending.seal(index, 12);
    }

    /// Seals one packet that carries a transport-wide sequence number.
    static void writeNumbered(
            SendingSide sending, int payloadType, int ssrc, int sequence, int transportSequence) {
        ByteBuf chunk = sending.begin(120);
        int index = chunk.writerIndex();
        header(chunk, 0x90, payloadType, ssrc, sequence);
        chunk.writeShort(0xbede).writeShort(1);
        chunk.writeByte(TRANSPORT_SEQUENCE_ID << 4 | 1).writeShort(transportSequence).writeByte(0);
        chunk.writeZero(100);
        sending.seal(index, 20);
    }

    /// Seals the retransmission of a packet that [#write] wrote (RFC 4588 §4).
    static void writeRtx(SendingSide sending, int sequence, int original, int length) {
        ByteBuf chunk = sending.begin(14 + length);
        int index = chunk.writerIndex();
        header(chunk, 0x80, RTX, RTX_SSRC, sequence);
        chunk.writeShort(original).writeZero(length);
        sending.seal(index, 12);
    }

    private static void header(ByteBuf chunk, int first, int payloadType, int ssrc, int sequence) {
        chunk.writeByte(first).writeByte(payloadType).writeShort(sequence);
        chunk.writeInt(3000 * sequence).writeInt(ssrc);
    }
}
