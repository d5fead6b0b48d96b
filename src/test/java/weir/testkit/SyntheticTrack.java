package weir.testkit;

import weir.rtcp.NtpTime;
import weir.rtcp.SenderReport;
import weir.rtp.MediaKind;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/// Makes the packets of one medium of a publisher, in the clear. Owned by the clients' loop.
final class SyntheticTrack {
    private static final int HEADER_LENGTH = 12;
    private static final int PACKETS_PER_PICTURE = 3;
    private static final int PACKETS_PER_KEY_FRAME = 6;
    private static final int VIDEO_LENGTH = 700;
    private static final int AUDIO_LENGTH = 90;

    private final MediaKind kind;
    private final ClientMedia.Format format;
    private final int ssrc;
    private final int firstTimestamp;
    private final long startNanos;
    private int nextSequenceNumber;
    private int pictures;
    private long packets;
    private long octets;
    private long keyFrames;

    SyntheticTrack(ClientMedia media, int firstSequenceNumber, int firstTimestamp, long nowNanos) {
        this.kind = media.kind();
        this.format = media.sent();
        this.ssrc = media.ssrc();
        this.nextSequenceNumber = firstSequenceNumber;
        this.firstTimestamp = firstTimestamp;
        this.startNanos = nowNanos;
    }

    MediaKind kind() {
        return kind;
    }

    int ssrc() {
        return ssrc;
    }

    ClientMedia.Format format() {
        return format;
    }

    long packets() {
        return packets;
    }

    long keyFrames() {
        return keyFrames;
    }

    /// The packets of the next picture, or the next one of sound.
    List<byte[]> next(boolean keyFrame, long nowNanos) {
        int count =
                kind == MediaKind.AUDIO
                        ? 1
                        : keyFrame ? PACKETS_PER_KEY_FRAME : PACKETS_PER_PICTURE;
        int length = kind == MediaKind.AUDIO ? AUDIO_LENGTH : VIDEO_LENGTH;
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
        return packet(
                format.payloadType() | (marker ? 0x80 : 0),
                nextSequenceNumber++ & 0xffff,
                timestamp(nowNanos),
                ssrc,
                payload);
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
