package weir.transport;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// An address as Linux's sockets want it: `struct sockaddr_in` or `struct sockaddr_in6`. Immutable.
final class SocketAddress {
    /// Of an IPv6 address, and four to fill the last word.
    static final int BYTES_MAX = 32;

    private static final int AF_INET = 2;
    private static final int AF_INET6 = 10;
    private static final int INET_BYTES = 16;
    private static final int INET6_BYTES = 28;
    private static final int FLOW_LABEL_END = 8;
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;

    private final int length;
    private final long[] words = new long[BYTES_MAX / Long.BYTES];

    /// @param address of the family that the socket is of
    SocketAddress(InetSocketAddress address) {
        ByteBuffer bytes = ByteBuffer.allocate(BYTES_MAX);
        boolean isIpv6 = address.getAddress() instanceof Inet6Address;
        bytes.order(ByteOrder.nativeOrder()).putShort((short) (isIpv6 ? AF_INET6 : AF_INET));
        bytes.order(ByteOrder.BIG_ENDIAN).putShort((short) address.getPort());
        bytes.position(isIpv6 ? FLOW_LABEL_END : bytes.position());
        bytes.put(address.getAddress().getAddress());
        if (address.getAddress() instanceof Inet6Address inet6) {
            bytes.order(ByteOrder.nativeOrder()).putInt(inet6.getScopeId());
        }
        length = isIpv6 ? INET6_BYTES : INET_BYTES;
        bytes.rewind().order(ByteOrder.nativeOrder()).asLongBuffer().get(words);
    }

    /// @return bytes of the address; up to [#BYTES_MAX] are written
    int write(MemorySegment into, long offset) {
        for (int i = 0; i < words.length; i++) {
            into.set(LONG, offset + i * Long.BYTES, words[i]);
        }
        return length;
    }
}
