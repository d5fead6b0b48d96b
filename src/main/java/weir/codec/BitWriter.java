package weir.codec;

import io.netty.buffer.ByteBuf;

/// Appends fields of some bits, upper ones first, at a buffer's writer index. Owned by a
/// [DependencyDescriptorWriter], which uses it again and again.
final class BitWriter {
    private ByteBuf output;
    private long pending;
    private int pendingBits;

    /// @param lent lent until [#end()]
    void begin(ByteBuf lent) {
        output = lent;
        pending = 0;
        pendingBits = 0;
    }

    void flag(boolean value) {
        bits(value ? 1 : 0, 1);
    }

    /// @param count 0..32
    void bits(int value, int count) {
        pending = pending << count | value & (1L << count) - 1;
        pendingBits += count;
        while (pendingBits >= 8) {
            pendingBits -= 8;
            output.writeByte((int) (pending >> pendingBits));
        }
    }

    /// @param from  whose first bit is an octet's upper one
    void copy(byte[] from, int count) {
        for (int at = 0; at < count; at += 8) {
            int some = Math.min(8, count - at);
            bits((from[at >> 3] & 0xff) >> 8 - some, some);
        }
    }

    /// Fills the last octet with zeros.
    void end() {
        bits(0, -pendingBits & 7);
    }
}
