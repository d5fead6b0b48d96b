package weir.testkit;

import weir.rtcp.NtpTime;
import weir.rtcp.SenderReport;
import weir.rtp.MediaKind;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Makes the packets of one medium of a publisher, in the clear. Owned by the clients' loop.
final class SyntheticTrack {
    private static final int HEADER_LENGTH = 12;
    private static final int PACKETS_PER_PICTURE = 3;
    private static final int PACKETS_PER_KEY_FRAME = 6;
    private static final int VIDEO_LENGTH = 700;
    private static final int AUDIO_LENGTH = 90;

    /// As browsers do, the encoding is named only at first.
    private static final int NAMED_PACKETS = 60;

    private final MediaKind kind;
    private final ClientMedia.Format format;
    private final int ssrc;
    private final String rid;
    private final int length;
    private final int firstTimestamp;
    private final long startNanos;
    private int nextSequenceNumber;
    private int pictures;
    private long packets;
    private long octets;
    private long keyFrames;

    private SyntheticTrack(
            ClientMedia media,
            ClientMedia.Encoding encoding,
            int firstSequenceNumber,
            int firstTimestamp,
            long nowNanos) {
        this.kind = media.kind();
        this.format = media.sent();
        this.ssrc = encoding.ssrc();
        this.rid = encoding.rid();
        this.length = encoding.length();
        this.nextSequenceNumber = firstSequenceNumber;
        this.firstTimestamp = firstTimestamp;
        this.startNanos = nowNanos;
    }

    /// One for each encoding; the only one of a medium has no name.
    static Stream<SyntheticTrack> of(
            ClientMedia media, int firstSequenceNumber, int firstTimestamp, long nowNanos) {
        int length = media.kind() == MediaKind.AUDIO ? AUDIO_LENGTH : VIDEO_LENGTH;
        List<ClientMedia.Encoding> encodings =
                media.encodings().isEmpty()
                        ? List.of(new ClientMedia.Encoding("", media.ssrc(), length))
                        : media.encodings();
        return encodings.stream()
                .map(
                        each ->
                                new SyntheticTrack(
                                        media,
                                        each,
                                        firstSequenceNumber,
                                        firstTimestamp,
                                        nowNanos));
    }

    MediaKind kind() {
        return kind;
    }

    int ssrc() {
        return ssrc;
    }

    long packets() {
        return packets;
    }

    /// The packets of the next picture, or the next one of sound.
    List<byte[]> next(boolean keyFrame, long nowNanos) {
        int count =
                kind == MediaKind.AUDIO
                        ? 1
                        : keyFrame ? PACKETS_PER_KEY_FRAME : PACKETS_PER_PICTURE;
        List<byte[]> made = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            // Of different lengths, as those of an encoder.
            byte[] payload =
                    SyntheticPayload.of(
                            format.encoding(),
                            keyFrame,
                            i,
                            pictures,
                            length + 50 * i,
                            packets,
                            nowNanos);
            made.add(packet(i == count - 1, payload, nowNanos));
        }
        pictures++;
        keyFrames += keyFrame ? 1 : 0;
        return made;
    }

    private byte[] packet(boolean last, byte[] payload, long nowNanos) {
        boolean marker = last && kind == MediaKind.VIDEO;
        packets++;
        octets += payload.length;
        byte[] plain =
                packet(
                        format.payloadType() | (marker ? 0x80 : 0),
                        nextSequenceNumber++ & 0xffff,
                        timestamp(nowNanos),
                        ssrc,
                        payload);
        return rid.isEmpty() || packets > NAMED_PACKETS ? plain : named(plain);
    }

    /// With the RID in a one-byte header extension (RFC 8285 §4.2).
    private byte[] named(byte[] plain) {
        byte[] name = rid.getBytes(StandardCharsets.US_ASCII);
        int words = (1 + name.length + 3) / 4;
        byte[] extension =
                ByteBuffer.allocate(4 + 4 * words)
                        .putShort((short) 0xbede)
                        .putShort((short) words)
                        .put((byte) (ClientOffer.RID_ID << 4 | name.length - 1))
                        .put(name)
                        .array();
        plain[0] |= 0x10;
        return ByteBuffer.allocate(plain.length + extension.length)
                .put(plain, 0, HEADER_LENGTH)
                .put(extension)
                .put(plain, HEADER_LENGTH, plain.length - HEADER_LENGTH)
                .array();
    }

    static byte[] packet(int second, int sequenceNumber, int timestamp, int ssrc, byte[] payload) {
        return ByteBuffer.allocate(HEADER_LENGTH + payload.length)
                .put((byte) 0x80)
                .put((byte) second)
                .putShort((short) sequenceNumber)
                .putInt(timestamp)
                .putInt(ssrc)
                .put(payload)
                .array();
    }

    int timestamp(long nowNanos) {
        long ticks = Math.round((nowNanos - startNanos) / 1e9 * format.clockRate());
        return firstTimestamp + (int) ticks;
    }

    SenderReport report(long nowNanos, long nowUnixNanos) {
        return new SenderReport(
                ssrc,
                NtpTime.ofUnixNanos(nowUnixNanos),
                timestamp(nowNanos),
                packets,
                octets,
                List.of());
    }
}
