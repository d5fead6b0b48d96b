package weir.srtp;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;

import weir.rtp.RtpHeader;
import weir.wire.MalformedPacketException;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/// Packets and keys for the tests of this package. Buffers made here are heap buffers that nobody
/// counts; what a receiver returns is copied and released.
final class Packets {
    static final int SSRC = 0x5eed5a17;
    static final byte[] MASTER_KEY = hex("e1f97a0d3e018be0d64fa32c06de4139");

    private static final HexFormat HEX = HexFormat.of();

    private Packets() {}

    static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits.replace(" ", ""));
    }

    static String hex(byte[] bytes) {
        return HEX.formatHex(bytes);
    }

    static byte[] masterSalt(SrtpProfile profile) {
        return hex("0ec675ad498afeebb6960b3aabe6".substring(0, 2 * profile.saltLength()));
    }

    static SrtpSender sender(SrtpProfile profile) {
        return new SrtpSender(SrtpEngine.JDK, profile, MASTER_KEY, masterSalt(profile));
    }

    static SrtpReceiver receiver(SrtpProfile profile) {
        return new SrtpReceiver(SrtpEngine.JDK, profile, MASTER_KEY, masterSalt(profile));
    }

    /// An RTP packet with a header of 12 bytes, and the text as payload.
    static byte[] rtp(int ssrc, int sequenceNumber, String payload) {
        ByteBuf packet = Unpooled.buffer();
        packet.writeShort(0x8060).writeShort(sequenceNumber).writeInt(90_000).writeInt(ssrc);
        packet.writeBytes(payload.getBytes(StandardCharsets.UTF_8));
        return ByteBufUtil.getBytes(packet);
    }

    static byte[] rtp(int sequenceNumber) {
        return rtp(SSRC, sequenceNumber, "payload of " + sequenceNumber);
    }

    /// A picture loss indication.
    static byte[] rtcp(int ssrc) {
        return ByteBufUtil.getBytes(
                Unpooled.buffer().writeInt(0x81ce0002).writeInt(ssrc).writeInt(0xcafebabe));
    }

    static byte[] sealRtp(SrtpSender sender, byte[] packet) {
        return sealRtp(sender, packet, 12);
    }

    static byte[] sealRtp(SrtpSender sender, byte[] packet, int headerLength) {
        ByteBuf chunk = Unpooled.buffer(packet.length + 16).writeBytes(packet);
        int length = sender.sealRtp(chunk, 0, headerLength, packet.length);
        return ByteBufUtil.getBytes(chunk, 0, length);
    }

    static byte[] sealRtcp(SrtpSender sender, byte[] packet) {
        ByteBuf chunk = Unpooled.buffer(packet.length + 20).writeBytes(packet);
        int length = sender.sealRtcp(chunk, 0, packet.length);
        return ByteBufUtil.getBytes(chunk, 0, length);
    }

    static byte[] openRtp(SrtpReceiver receiver, byte[] sealed, ByteBufAllocator allocator)
            throws MalformedPacketException {
        ByteBuf srtp = Unpooled.wrappedBuffer(sealed);
        return consume(receiver.openRtp(srtp, RtpHeader.read(srtp), allocator));
    }

    static byte[] openRtp(SrtpReceiver receiver, byte[] sealed) throws MalformedPacketException {
        return openRtp(receiver, sealed, ByteBufAllocator.DEFAULT);
    }

    static byte[] openRtcp(SrtpReceiver receiver, byte[] sealed, ByteBufAllocator allocator)
            throws MalformedPacketException {
        return consume(receiver.openRtcp(Unpooled.wrappedBuffer(sealed), allocator));
    }

    static byte[] openRtcp(SrtpReceiver receiver, byte[] sealed) throws MalformedPacketException {
        return openRtcp(receiver, sealed, ByteBufAllocator.DEFAULT);
    }

    private static byte[] consume(ByteBuf clear) {
        byte[] bytes = ByteBufUtil.getBytes(clear);
        clear.release();
        return bytes;
    }
}
