package weir.testkit;

import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.UnpooledByteBufAllocator;

/// An allocator that knows how much of it is still held: after each test it must be nothing.
public final class CountingAllocator {
    private final UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(true, true);

    /// To be given to what is tested.
    public ByteBufAllocator allocator() {
        return allocator;
    }

    /// Bytes of all buffers that were not released.
    public long bytesHeld() {
        return allocator.metric().usedHeapMemory() + allocator.metric().usedDirectMemory();
    }
}
