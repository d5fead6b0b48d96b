package weir.forward;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

import weir.codec.PayloadDescriptor;
import weir.codec.PayloadReader;
import weir.rtp.MediaKind;
import weir.rtp.PayloadFormat;
import weir.rtp.RtpHeader;
import weir.rtp.RtpPacket;
import weir.wire.MalformedPacketException;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Set;

/// Writes the packets of one SSRC of a publisher.
record TestSource(PayloadFormat format, int ssrc) {
    static TestSource video(String encoding, int ssrc) {
        return new TestSource(
                new PayloadFormat(96, MediaKind.VIDEO, encoding, 90_000, 1, "", Set.of()), ssrc);
    }

    static TestSource audio(int clockRate, int ssrc) {
        return new TestSource(
                new PayloadFormat(111, MediaKind.AUDIO, "opus", clockRate, 2, "", Set.of()), ssrc);
    }

    /// Any packet, as a viewer gets it.
    static RtpPacket read(byte[] packet) {
        ByteBuf bytes = Unpooled.wrappedBuffer(packet);
        try {
            return RtpPacket.of(bytes, RtpHeader.read(bytes), video("VP8", 0).format(), 0);
        } catch (MalformedPacketException malformed) {
            throw new AssertionError(malformed);
        } finally {
            bytes.release();
        }
    }

    /// @param payload hexadecimal digits, with spaces
    RtpPacket packet(int sequenceNumber, int timestamp, String payload) {
        return packet(sequenceNumber, timestamp, bytes(payload), 0, 0);
    }

    RtpPacket packet(int sequenceNumber, int timestamp, long arrivalMillis, String payload) {
        return packet(sequenceNumber, timestamp, bytes(payload), 0, arrivalMillis * 1_000_000);
    }

    RtpPacket padding(int sequenceNumber, int timestamp) {
        return packet(sequenceNumber, timestamp, new byte[0], 7, 0);
    }

    RtpPacket packet(
            int sequenceNumber, int timestamp, byte[] payload, int padding, long arrivalNanos) {
        byte[] written = new byte[RtpHeader.FIXED_LENGTH + payload.length + padding];
        ByteBuffer.wrap(written)
                .put((byte) (padding > 0 ? 0xa0 : 0x80))
                .put((byte) (0x80 | format.payloadType()))
                .putShort((short) sequenceNumber)
                .putInt(timestamp)
                .putInt(ssrc)
                .put(payload);
        if (padding > 0) {
            written[written.length - 1] = (byte) padding;
        }
        return read(Unpooled.wrappedBuffer(written), arrivalNanos);
    }

    RtpPacket packet(
            int sequenceNumber, int timestamp, byte[] payload, boolean marker, long arrivalNanos) {
        ByteBuf bytes =
                Unpooled.buffer()
                        .writeByte(0x80)
                        .writeByte((marker ? 0x80 : 0) | format.payloadType())
                        .writeShort(sequenceNumber)
                        .writeInt(timestamp)
                        .writeInt(ssrc)
                        .writeBytes(payload);
        return read(bytes, arrivalNanos);
    }

    /// @param bytes owned
    private RtpPacket read(ByteBuf bytes, long arrivalNanos) {
        try {
            return RtpPacket.of(bytes, RtpHeader.read(bytes), format, arrivalNanos);
        } catch (MalformedPacketException malformed) {
            throw new AssertionError(malformed);
        } finally {
            bytes.release();
        }
    }

    static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }

    static PayloadDescriptor describe(RtpPacket packet) {
        try {
            return PayloadReader.of(packet.format().encoding())
                    .read(packet.bytes(), packet.payloadIndex(), packet.payloadLength());
        } catch (MalformedPacketException malformed) {
            throw new AssertionError(malformed);
        }
    }
}
