package weir.bench.net;

import io.netty.buffer.ByteBuf;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.ref.Reference;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/// A UDP socket that is never waited on. Without UDP_GRO, on purpose: with it loopback would not
/// cut a sender's GSO packets, and flatter the sender. Any thread may send.
public final class UdpSocket implements AutoCloseable {
    private static final int SOL_SOCKET = 1;
    private static final int SO_RCVBUF = 8;
    private static final int SO_SNDBUFFORCE = 32;
    private static final int SO_SNDBUF = 7;
    private static final int SO_RCVBUFFORCE = 33;

    /// Two key frames and a second of media.
    private static final int BUFFER_BYTES = 1 << 20;

    private final int descriptor;
    private final InetSocketAddress local;
    private boolean closed;

    private UdpSocket(int descriptor, InetSocketAddress local) {
        this.descriptor = descriptor;
        this.local = local;
    }

    /// Binds any free port of the address.
    ///
    /// @param address IPv4
    public static UdpSocket bind(InetAddress address) throws IOException {
        int descriptor = Libc.socket(Libc.AF_INET, Libc.SOCK_DGRAM_NONBLOCK);
        if (descriptor < 0) {
            throw new IOException("no more sockets: raise the limit of open files (ulimit -n)");
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment bytes = arena.allocate(SocketAddress4.LENGTH, 8);
            SocketAddress4.write(new InetSocketAddress(address, 0), bytes, 0);
            MemorySegment length = arena.allocate(ValueLayout.JAVA_INT);
            length.set(ValueLayout.JAVA_INT, 0, SocketAddress4.LENGTH);
            if (Libc.bind(descriptor, bytes.address(), SocketAddress4.LENGTH) < 0
                    || Libc.getsockname(descriptor, bytes.address(), length.address()) < 0) {
                Libc.close(descriptor);
                throw new IOException("cannot bind a UDP port of " + address.getHostAddress());
            }
            enlarge(descriptor, arena);
            return new UdpSocket(descriptor, SocketAddress4.read(bytes, 0));
        }
    }

    /// Beyond the system's limit where we may, else up to it.
    private static void enlarge(int descriptor, Arena arena) {
        MemorySegment size = arena.allocate(ValueLayout.JAVA_INT);
        size.set(ValueLayout.JAVA_INT, 0, BUFFER_BYTES);
        if (Libc.setsockopt(descriptor, SOL_SOCKET, SO_RCVBUFFORCE, size.address(), 4) < 0) {
            Libc.setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, size.address(), 4);
        }
        if (Libc.setsockopt(descriptor, SOL_SOCKET, SO_SNDBUFFORCE, size.address(), 4) < 0) {
            Libc.setsockopt(descriptor, SOL_SOCKET, SO_SNDBUF, size.address(), 4);
        }
    }

    int descriptor() {
        return descriptor;
    }

    public InetSocketAddress local() {
        return local;
    }

    /// Sends one datagram; for what is rare.
    ///
    /// @param datagram lent
    public void send(ByteBuf datagram, Destination destination) {
        int length = datagram.readableBytes();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment bytes = arena.allocate(Math.max(1, length));
            datagram.getBytes(datagram.readerIndex(), bytes.asByteBuffer().limit(length));
            Libc.sendto(
                    descriptor,
                    bytes.address(),
                    length,
                    destination.nativeAddress(),
                    SocketAddress4.LENGTH);
        }
        Reference.reachabilityFence(destination);
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            Libc.close(descriptor);
        }
    }
}
