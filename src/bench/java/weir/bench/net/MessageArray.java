package weir.bench.net;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.InetSocketAddress;

/// An array of `struct mmsghdr`, each with one buffer and one address, for `recvmmsg` and
/// `sendmmsg`. Owned by one thread, for the life of the process.
///
/// ```
/// struct mmsghdr (64 bytes)  0 name   8 namelen   16 iov   24 iovlen   32 control
///                            40 controllen   48 flags   56 length of what was moved
/// ```
public final class MessageArray {
    /// Bytes of one datagram's buffer.
    public static final int BUFFER_LENGTH = 2048;

    private static final int MESSAGE_LENGTH = 64;
    private static final int MOVED = 56;
    private static final int VECTOR_LENGTH = 16;

    private final int count;
    private final MemorySegment messages;
    private final MemorySegment vectors;
    private final MemorySegment addresses;
    private final ByteBuf[] buffers;

    /// @param count datagrams a call
    public MessageArray(int count) {
        this.count = count;
        Arena arena = Arena.global();
        messages = arena.allocate((long) count * MESSAGE_LENGTH, 64);
        vectors = arena.allocate((long) count * VECTOR_LENGTH, 64);
        addresses = arena.allocate((long) count * SocketAddress4.LENGTH, 64);
        MemorySegment bytes = arena.allocate((long) count * BUFFER_LENGTH, 64);
        buffers = new ByteBuf[count];
        for (int i = 0; i < count; i++) {
            MemorySegment buffer = bytes.asSlice((long) i * BUFFER_LENGTH, BUFFER_LENGTH);
            long message = (long) i * MESSAGE_LENGTH;
            long vector = (long) i * VECTOR_LENGTH;
            long address = addresses.address() + (long) i * SocketAddress4.LENGTH;
            messages.set(ValueLayout.JAVA_LONG, message, address);
            messages.set(ValueLayout.JAVA_INT, message + 8, SocketAddress4.LENGTH);
            messages.set(ValueLayout.JAVA_LONG, message + 16, vectors.address() + vector);
            messages.set(ValueLayout.JAVA_LONG, message + 24, 1);
            vectors.set(ValueLayout.JAVA_LONG, vector, buffer.address());
            vectors.set(ValueLayout.JAVA_LONG, vector + 8, BUFFER_LENGTH);
            buffers[i] = Unpooled.wrappedBuffer(buffer.asByteBuffer());
        }
    }

    /// Takes what waits in the socket, as many as there is room for.
    ///
    /// @return 0 if nothing waits
    public int receive(UdpSocket socket) {
        return Math.max(0, Libc.recvmmsg(socket.descriptor(), messages.address(), count));
    }

    /// Bytes of a datagram received.
    public int length(int message) {
        return messages.get(ValueLayout.JAVA_INT, (long) message * MESSAGE_LENGTH + MOVED);
    }

    /// The datagram received, from reader to writer index; lent until the next [#receive].
    public ByteBuf received(int message) {
        return buffers[message].setIndex(0, length(message));
    }

    /// The whole buffer, to read by index.
    public ByteBuf buffer(int message) {
        return buffers[message];
    }

    public InetSocketAddress source(int message) {
        return SocketAddress4.read(addresses, (long) message * SocketAddress4.LENGTH);
    }

    /// Makes a message of what was written to [#buffer(int)].
    public void set(int message, int length, Destination destination) {
        vectors.set(ValueLayout.JAVA_LONG, (long) message * VECTOR_LENGTH + 8, length);
        destination.copyTo(addresses, (long) message * SocketAddress4.LENGTH);
    }

    /// @return how many of the messages the kernel took
    public int send(UdpSocket socket, int messagesToSend) {
        int sent = 0;
        while (sent < messagesToSend) {
            long from = messages.address() + (long) sent * MESSAGE_LENGTH;
            int taken = Libc.sendmmsg(socket.descriptor(), from, messagesToSend - sent);
            if (taken <= 0) {
                break;
            }
            sent += taken;
        }
        return sent;
    }
}
