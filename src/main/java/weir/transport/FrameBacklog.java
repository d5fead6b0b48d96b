package weir.transport;

import java.util.concurrent.atomic.AtomicLong;

/// The bytes of all connections of a node that wait for their peers to take them. Any thread.
///
/// Each connection has a limit of its own; this one is for thousands of peers that take nothing at
/// all. Beyond it a connection still has a little, so that they do not keep others from their
/// media.
final class FrameBacklog {
    /// About a burst of packets.
    static final int ALWAYS_BYTES = 8 << 10;

    private final long bytesMax;
    private final AtomicLong bytes = new AtomicLong();

    FrameBacklog(long bytesMax) {
        this.bytesMax = bytesMax;
    }

    /// Whether a connection may add to it.
    ///
    /// @param own bytes of that connection that wait already
    boolean hasRoom(int own) {
        return own < ALWAYS_BYTES || bytes.get() < bytesMax;
    }

    void add(int length) {
        bytes.addAndGet(length);
    }

    long bytes() {
        return bytes.get();
    }
}
