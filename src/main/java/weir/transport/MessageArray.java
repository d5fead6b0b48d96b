package weir.transport;

import io.netty.channel.epoll.Epoll;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/// What Linux's `sendmmsg` takes: an array of `struct mmsghdr`, each with its address, its bytes
/// and, for UDP GSO, the size of a segment (`struct cmsghdr` of `UDP_SEGMENT`). The layouts are
/// those of the 64-bit ABIs. Filled and sent without garbage. Owned by a loop.
@SuppressWarnings("restricted") // the start script gives native access to this jar
final class MessageArray {
    private static final int MSG_DONTWAIT = 0x40;
    private static final int SOL_UDP = 17;
    private static final int UDP_SEGMENT = 103;

    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;
    private static final ValueLayout.OfShort SHORT = ValueLayout.JAVA_SHORT;

    // struct mmsghdr
    private static final long HEADER_BYTES = 64;
    private static final long NAME = 0;
    private static final long NAME_LENGTH = 8;
    private static final long VECTOR = 16;
    private static final long VECTOR_LENGTH = 24;
    private static final long CONTROL = 32;
    private static final long CONTROL_LENGTH = 40;

    // What each header points to: struct iovec, struct cmsghdr with an unsigned short, an address.
    private static final long VECTOR_BYTES = 16;
    private static final long CONTROL_BYTES = 24;
    private static final long CONTROL_VALUE = 16;
    private static final long ADDRESS_BYTES = SocketAddress.BYTES_MAX;

    private static final StructLayout CALL_STATE = Linker.Option.captureStateLayout();
    private static final long ERRNO =
            CALL_STATE.byteOffset(MemoryLayout.PathElement.groupElement("errno"));
    private static final MethodHandle SENDMMSG = Epoll.isAvailable() ? link() : null;

    private final MemorySegment headers;
    private final MemorySegment vectors;
    private final MemorySegment controls;
    private final MemorySegment addresses;
    private final MemorySegment callState;

    /// @param messagesMax how many it holds
    MessageArray(int messagesMax) {
        Arena arena = Arena.ofAuto();
        headers = arena.allocate(messagesMax * HEADER_BYTES, Long.BYTES);
        vectors = arena.allocate(messagesMax * VECTOR_BYTES, Long.BYTES);
        controls = arena.allocate(messagesMax * CONTROL_BYTES, Long.BYTES);
        addresses = arena.allocate(messagesMax * ADDRESS_BYTES, Long.BYTES);
        callState = arena.allocate(CALL_STATE);
        for (int i = 0; i < messagesMax; i++) {
            prepare(i);
        }
    }

    private static MethodHandle link() {
        Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(
                linker.defaultLookup().findOrThrow("sendmmsg"),
                FunctionDescriptor.of(INT, INT, LONG, INT, INT),
                Linker.Option.captureCallState("errno"));
    }

    /// Whether this machine has the call.
    static boolean isSupported() {
        return SENDMMSG != null && ValueLayout.ADDRESS.byteSize() == Long.BYTES;
    }

    private void prepare(int index) {
        long header = index * HEADER_BYTES;
        headers.set(LONG, header + NAME, addresses.address() + index * ADDRESS_BYTES);
        headers.set(LONG, header + VECTOR, vectors.address() + index * VECTOR_BYTES);
        headers.set(LONG, header + VECTOR_LENGTH, 1);
        headers.set(LONG, header + CONTROL, controls.address() + index * CONTROL_BYTES);
        long control = index * CONTROL_BYTES;
        controls.set(LONG, control, CONTROL_VALUE + Short.BYTES);
        controls.set(INT, control + Long.BYTES, SOL_UDP);
        controls.set(INT, control + Long.BYTES + Integer.BYTES, UDP_SEGMENT);
    }

    /// @param bytes       address of what is sent
    /// @param segmentSize of each datagram but the last, if the bytes are several
    void set(int index, SocketAddress to, long bytes, int length, int segmentSize) {
        long header = index * HEADER_BYTES;
        headers.set(INT, header + NAME_LENGTH, to.write(addresses, index * ADDRESS_BYTES));
        boolean segmented = length > segmentSize;
        headers.set(LONG, header + CONTROL_LENGTH, segmented ? CONTROL_BYTES : 0);
        if (segmented) {
            controls.set(SHORT, index * CONTROL_BYTES + CONTROL_VALUE, (short) segmentSize);
        }
        vectors.set(LONG, index * VECTOR_BYTES, bytes);
        vectors.set(LONG, index * VECTOR_BYTES + Long.BYTES, length);
    }

    /// Sends messages until one is refused.
    ///
    /// @return how many were sent; if the first was refused, the negative error number
    int send(int descriptor, int from, int to) {
        long first = headers.address() + from * HEADER_BYTES;
        try {
            int sent =
                    (int)
                            SENDMMSG.invokeExact(
                                    callState, descriptor, first, to - from, MSG_DONTWAIT);
            return sent < 0 ? -callState.get(INT, ERRNO) : sent;
        } catch (Throwable impossible) {
            throw new IllegalStateException("sendmmsg", impossible);
        }
    }
}
