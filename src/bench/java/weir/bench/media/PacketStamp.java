package weir.bench.media;

import io.netty.buffer.ByteBuf;

/// The last 12 bytes of every payload: what was sent, and when it should have been.
///
/// ```
/// |K|                     counter (31 bits)                       |
/// |               intended send time, 64 bits, ns                 |
/// ```
public final class PacketStamp {
    public static final int LENGTH = 12;

    private static final int KEY_FRAME = 1 << 31;

    private PacketStamp() {}

    /// @param end           index behind the payload's last byte
    /// @param counter       the lower 31 bits are kept
    /// @param keyFrame      whether the packet is of a key frame
    /// @param intendedNanos of [System#nanoTime()]
    static void write(ByteBuf into, int end, int counter, boolean keyFrame, long intendedNanos) {
        into.setInt(end - 12, keyFrame ? counter | KEY_FRAME : counter & ~KEY_FRAME);
        into.setLong(end - 8, intendedNanos);
    }

    public static boolean isOfKeyFrame(ByteBuf clear) {
        return clear.getInt(clear.writerIndex() - 12) < 0;
    }

    public static int counter(ByteBuf clear) {
        return clear.getInt(clear.writerIndex() - 12) & ~KEY_FRAME;
    }

    public static long intendedNanos(ByteBuf clear) {
        return clear.getLong(clear.writerIndex() - 8);
    }
}
