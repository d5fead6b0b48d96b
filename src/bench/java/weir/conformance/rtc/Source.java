package weir.conformance.rtc;

import java.nio.ByteBuffer;
import java.util.Arrays;

/// Makes the packets of one medium, one for each picture, in the clear: VP8 or H.264 with a key
/// frame
/// every fifth picture, or what passes for Opus. Owned by the clients' loop.
final class Source {
    private static final int HEADER_LENGTH = 12;
    private static final int LENGTH = 200;
    private static final int PICTURES_PER_KEY_FRAME = 5;

    private final String encoding;
    private final int payloadType;
    private final int ssrc;
    private final int timestampStep;
    private int pictures;

    /// @param encoding `VP8`, `H264` or `opus`
    Source(String encoding, int payloadType, int ssrc, int timestampStep) {
        this.encoding = encoding;
        this.payloadType = payloadType;
        this.ssrc = ssrc;
        this.timestampStep = timestampStep;
    }

    byte[] next() {
        byte[] packet = new byte[HEADER_LENGTH + LENGTH];
        Arrays.fill(packet, HEADER_LENGTH, packet.length, (byte) 0x55);
        boolean marker = timestampStep > 1000;
        ByteBuffer.wrap(packet)
                .put((byte) 0x80)
                .put((byte) (payloadType | (marker ? 0x80 : 0)))
                .putShort((short) (1000 + pictures))
                .putInt(pictures * timestampStep)
                .putInt(ssrc)
                .put(start(pictures % PICTURES_PER_KEY_FRAME == 0));
        pictures++;
        return packet;
    }

    private byte[] start(boolean keyFrame) {
        return switch (encoding) {
            // Descriptor, frame tag; a key frame's start code, 640 wide and 360 high.
            case "VP8" ->
                    keyFrame
                            ? bytes(
                                    0x10, 0x10, 0x02, 0x00, 0x9d, 0x01, 0x2a, 0x80, 0x02, 0x68,
                                    0x01)
                            : bytes(0x10, 0x11, 0x02, 0x00);
            // A key frame is a STAP-A of SPS, PPS and a slice, as one packet.
            case "H264" -> keyFrame ? keyFrame() : bytes(0x41, 0x9a, 0x02);
            default -> bytes(0x78);
        };
    }

    private static byte[] keyFrame() {
        int slice = LENGTH - 1 - 2 - 10 - 2 - 4 - 2;
        return bytes(
                0x78, 0, 10, 0x67, 0x42, 0xe0, 0x1f, 0xda, 0x02, 0x80, 0xbf, 0xe5, 0xc0, 0, 4, 0x68,
                0xce, 0x3c, 0x80, 0, slice, 0x65, 0x88, 0x84);
    }

    private static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }
}
