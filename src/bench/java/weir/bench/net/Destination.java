package weir.bench.net;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.InetSocketAddress;

/// Where datagrams go, ready for the kernel. A value.
public final class Destination {
    private final MemorySegment bytes;

    /// @param address IPv4 and resolved
    public Destination(InetSocketAddress address) {
        this.bytes = Arena.ofAuto().allocate(SocketAddress4.LENGTH, 8);
        SocketAddress4.write(address, bytes, 0);
    }

    void copyTo(MemorySegment into, long at) {
        MemorySegment.copy(bytes, 0, into, at, SocketAddress4.LENGTH);
    }

    long nativeAddress() {
        return bytes.address();
    }
}
