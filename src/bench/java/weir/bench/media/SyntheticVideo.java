package weir.bench.media;

import io.netty.buffer.ByteBuf;

import java.util.HexFormat;

/// Video that has the shape of H.264 (RFC 6184) but no picture: 30 frames a second of 8 packets,
/// each 60th a key frame of 40. All packets are of one size, as encoders' nearly are.
///
/// A key frame's first packet is a STAP-A of parameter sets, the others are FU-A fragments of one
/// IDR slice; other frames are fragments of one slice.
public final class SyntheticVideo {
    public static final int CLOCK_RATE = 90_000;
    public static final int FRAMES_PER_SECOND = 30;
    public static final int PACKETS_PER_FRAME = 8;
    public static final int PACKETS_PER_KEY_FRAME = 40;
    public static final int KEY_FRAME_INTERVAL = 60;

    /// Bytes of header and payload, before SRTP.
    public static final int PACKET_LENGTH = 1200;

    private static final int STAP_A = 0x78;
    private static final int FU_A = 0x7c;
    private static final int SLICE = 1;
    private static final int IDR_SLICE = 5;
    private static final int START = 0x80;
    private static final int END = 0x40;

    /// Constrained baseline, level 3.1, 640x360; and its picture parameter set.
    private static final byte[] SEQUENCE_PARAMETERS =
            HexFormat.of().parseHex("6742c01fda0280bfe540");

    private static final byte[] PICTURE_PARAMETERS = HexFormat.of().parseHex("68ce3c80");
    private static final byte SUPPLEMENTAL_INFORMATION = 6;

    private final RtpSource source;
    private int framesToKeyFrame;
    private boolean keyFrame;
    private int packets;
    private int counter;
    private long keyFrames;

    public SyntheticVideo(RtpSource source) {
        this.source = source;
    }

    public RtpSource source() {
        return source;
    }

    /// The next frame shall be a key frame.
    public void requestKeyFrame() {
        framesToKeyFrame = 0;
    }

    /// Begun so far.
    public long keyFrames() {
        return keyFrames;
    }

    /// Begins the next frame.
    ///
    /// @return its packets
    public int beginFrame() {
        keyFrame = framesToKeyFrame == 0;
        framesToKeyFrame = keyFrame ? KEY_FRAME_INTERVAL - 1 : framesToKeyFrame - 1;
        keyFrames += keyFrame ? 1 : 0;
        packets = keyFrame ? PACKETS_PER_KEY_FRAME : PACKETS_PER_FRAME;
        return packets;
    }

    /// Writes a packet of the frame from index 0 on.
    ///
    /// @param packet 0 for the first; in order
    /// @return its bytes
    public int write(int packet, long intendedNanos, ByteBuf into) {
        boolean last = packet == packets - 1;
        source.writeHeader(into, last, PACKET_LENGTH - RtpSource.HEADER_LENGTH);
        if (keyFrame && packet == 0) {
            writeParameters(into);
        } else {
            boolean first = packet == (keyFrame ? 1 : 0);
            int type = keyFrame ? IDR_SLICE : SLICE;
            into.setByte(12, FU_A);
            into.setByte(13, type | (first ? START : 0) | (last ? END : 0));
            into.setByte(14, 0x9a);
        }
        PacketStamp.write(into, PACKET_LENGTH, counter++, keyFrame, intendedNanos);
        if (last) {
            source.advance(CLOCK_RATE / FRAMES_PER_SECOND);
        }
        return PACKET_LENGTH;
    }

    /// The third unit fills the packet, and its end is the stamp.
    private static void writeParameters(ByteBuf into) {
        into.setByte(12, STAP_A);
        int at = 13;
        for (byte[] unit : new byte[][] {SEQUENCE_PARAMETERS, PICTURE_PARAMETERS}) {
            into.setShort(at, unit.length);
            into.setBytes(at + 2, unit);
            at += 2 + unit.length;
        }
        into.setShort(at, PACKET_LENGTH - at - 2);
        into.setByte(at + 2, SUPPLEMENTAL_INFORMATION);
    }
}
