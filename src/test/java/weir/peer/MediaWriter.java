package weir.peer;

import io.netty.buffer.ByteBuf;

import weir.rtp.ExtensionMap;
import weir.rtp.HeaderExtension;
import weir.rtp.MediaKind;
import weir.rtp.PayloadFormat;
import weir.rtp.RtcpFeedback;

import java.nio.charset.StandardCharsets;
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

    static final int RID_ID = 4;
    static final int REPAIRED_RID_ID = 5;

    private static final ExtensionMap EXTENSIONS =
            new ExtensionMap(
                    Map.of(HeaderExtension.TRANSPORT_SEQUENCE_NUMBER, TRANSPORT_SEQUENCE_ID));
    private static final ExtensionMap SIMULCAST_EXTENSIONS =
            new ExtensionMap(
                    Map.of(
                            HeaderExtension.RTP_STREAM_ID,
                            RID_ID,
                            HeaderExtension.REPAIRED_RTP_STREAM_ID,
                            REPAIRED_RID_ID));

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
                new IncomingMedia(MediaKind.AUDIO, "0", List.of(opus), EXTENSIONS, List.of()),
                new IncomingMedia(MediaKind.VIDEO, "1", List.of(vp8, rtx), EXTENSIONS, List.of()));
    }

    /// One medium of video with several encodings.
    static List<IncomingMedia> simulcast(
            Map<Integer, Integer> repairs, List<String> rids, RtcpFeedback... feedback) {
        IncomingMedia video = incoming(feedback).getLast();
        return List.of(
                new IncomingMedia(
                        MediaKind.VIDEO,
                        "1",
                        video.formats(),
                        SIMULCAST_EXTENSIONS,
                        List.of(),
                        repairs,
                        rids,
                        false));
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

    /// Seals one packet that names its encoding.
    static void writeNamed(SendingSide sending, int ssrc, int sequence, String rid) {
        ByteBuf chunk = sending.begin(200);
        int index = chunk.writerIndex();
        header(chunk, 0x90, VP8, ssrc, sequence);
        int headerLength = text(chunk, RID_ID, rid);
        chunk.writeZero(100);
        sending.seal(index, headerLength);
    }

    /// Seals a retransmission that names the encoding it repairs.
    static void writeNamedRtx(
            SendingSide sending, int ssrc, int sequence, int original, String rid) {
        ByteBuf chunk = sending.begin(200);
        int index = chunk.writerIndex();
        header(chunk, 0x90, RTX, ssrc, sequence);
        int headerLength = text(chunk, REPAIRED_RID_ID, rid);
        chunk.writeShort(original).writeZero(100);
        sending.seal(index, headerLength);
    }

    /// Seals a retransmission that says nothing of what it repairs.
    static void writeBareRtx(SendingSide sending, int ssrc, int sequence, int original) {
        ByteBuf chunk = sending.begin(200);
        int index = chunk.writerIndex();
        header(chunk, 0x80, RTX, ssrc, sequence);
        chunk.writeShort(original).writeZero(100);
        sending.seal(index, 12);
    }

    /// @return bytes of the header with this one extension of one-byte form (RFC 8285 §4.2)
    private static int text(ByteBuf chunk, int id, String text) {
        int words = (1 + text.length() + 3) / 4;
        chunk.writeShort(0xbede).writeShort(words);
        chunk.writeByte(id << 4 | text.length() - 1);
        chunk.writeCharSequence(text, StandardCharsets.US_ASCII);
        chunk.writeZero(4 * words - 1 - text.length());
        return 16 + 4 * words;
    }

    private static void header(ByteBuf chunk, int first, int payloadType, int ssrc, int sequence) {
        chunk.writeByte(first).writeByte(payloadType).writeShort(sequence);
        chunk.writeInt(3000 * sequence).writeInt(ssrc);
    }
}
