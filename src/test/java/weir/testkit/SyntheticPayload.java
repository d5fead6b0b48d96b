package weir.testkit;

import java.nio.ByteBuffer;
import java.util.Arrays;

/// Payloads that look like a codec's to whoever forwards them, and tell who receives them what they
/// are: the last 17 bytes hold number, capture time and whether a key frame begins.
final class SyntheticPayload {
    private static final int TRAILER = 17;

    private SyntheticPayload() {}

    /// @param index   of the packet within its picture
    /// @param length  bytes of the payload, 40 or more
    /// @param picture counts pictures
    static byte[] of(
            String encoding,
            boolean keyFrame,
            int index,
            int picture,
            int length,
            long number,
            long captureNanos) {
        byte[] payload = new byte[length];
        Arrays.fill(payload, (byte) 0x55);
        boolean startsKeyFrame = keyFrame && index == 0;
        switch (encoding) {
            case "VP8" -> vp8(payload, keyFrame, index, picture);
            case "H264" -> h264(payload, keyFrame, index);
            default -> payload[0] = (byte) 0x78;
        }
        ByteBuffer.wrap(payload, length - TRAILER, TRAILER)
                .put((byte) (startsKeyFrame ? 1 : 0))
                .putLong(number)
                .putLong(captureNanos);
        return payload;
    }

    /// Descriptor with a 15-bit picture id, then the frame tag and a key frame's start code.
    private static void vp8(byte[] payload, boolean keyFrame, int index, int picture) {
        payload[0] = (byte) (index == 0 ? 0x90 : 0x80);
        payload[1] = (byte) 0x80;
        payload[2] = (byte) (0x80 | picture >> 8 & 0x7f);
        payload[3] = (byte) picture;
        if (index == 0) {
            payload[4] = (byte) (keyFrame ? 0x10 : 0x11);
            byte[] start = {0x00, 0x00, (byte) 0x9d, 0x01, 0x2a, (byte) 0x80, 0x02, 0x68, 0x01};
            System.arraycopy(start, 0, payload, 5, start.length);
        }
    }

    /// A key frame begins with its parameter sets in one packet; slices are one packet each.
    private static void h264(byte[] payload, boolean keyFrame, int index) {
        if (keyFrame && index == 0) {
            payload[0] = 0x67;
            payload[1] = 0x42;
            payload[2] = (byte) 0xe0;
            payload[3] = 0x1f;
        } else {
            payload[0] = (byte) (keyFrame ? 0x65 : 0x41);
            payload[1] = (byte) (index <= 1 ? 0x88 : 0x55);
        }
    }

    static boolean startsKeyFrame(byte[] payload) {
        return trailer(payload).get() == 1;
    }

    static long number(byte[] payload) {
        return trailer(payload).getLong(payload.length - TRAILER + 1);
    }

    static long captureNanos(byte[] payload) {
        return trailer(payload).getLong(payload.length - TRAILER + 9);
    }

    private static ByteBuffer trailer(byte[] payload) {
        if (payload.length < TRAILER) {
            throw new AssertionError("not a synthetic payload: " + payload.length + " bytes");
        }
        return ByteBuffer.wrap(payload, payload.length - TRAILER, TRAILER);
    }
}
