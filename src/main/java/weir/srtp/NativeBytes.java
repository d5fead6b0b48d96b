package weir.srtp;

import io.netty.buffer.ByteBuf;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// Bytes of a buffer by their address: the buffer's own where it is outside of the heap, as those
/// on the path of packets are, else a copy. Owned by a transform.
final class NativeBytes {
    private static final long LENGTH_USUAL = 2048;

    private MemorySegment copy = MemorySegment.NULL;
    private boolean copied;

    /// Turns to other bytes.
    ///
    /// @param buffer lent; to be written to only through [#writeBack]
    /// @param length bytes to be read
    /// @param room   bytes behind them that may be written
    /// @return the address of the first
    long turnTo(ByteBuf buffer, int index, int length, int room) {
        copied = !buffer.hasMemoryAddress();
        if (!copied) {
            return buffer.memoryAddress() + index;
        }
        if (copy.byteSize() < length + room) {
            copy = Arena.ofAuto().allocate(Math.max(LENGTH_USUAL, length + room));
        }
        buffer.getBytes(index, copy.asByteBuffer().limit(length));
        return copy.address();
    }

    /// Brings what was written into the buffer, where it is not there already.
    ///
    /// @param index of the buffer's byte that the address stands for
    /// @param from  bytes behind that to begin with
    void writeBack(ByteBuf buffer, int index, int from, int length) {
        if (copied) {
            buffer.setBytes(index + from, copy.asSlice(from, length).asByteBuffer());
        }
    }
}
