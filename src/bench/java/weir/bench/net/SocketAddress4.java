package weir.bench.net;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteOrder;

/// `struct sockaddr_in`: the family in the machine's order, port and address in the network's.
final class SocketAddress4 {
    static final int LENGTH = 16;

    private static final ValueLayout.OfShort PORT =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

    private SocketAddress4() {}

    /// @param address IPv4 and resolved
    static void write(InetSocketAddress address, MemorySegment into, long at) {
        byte[] ip = address.getAddress().getAddress();
        if (ip.length != 4) {
            throw new IllegalArgumentException("no IPv4 address: " + address);
        }
        into.set(ValueLayout.JAVA_SHORT_UNALIGNED, at, (short) Libc.AF_INET);
        into.set(PORT, at + 2, (short) address.getPort());
        MemorySegment.copy(ip, 0, into, ValueLayout.JAVA_BYTE, at + 4, 4);
    }

    static InetSocketAddress read(MemorySegment from, long at) {
        byte[] ip = new byte[4];
        MemorySegment.copy(from, ValueLayout.JAVA_BYTE, at + 4, ip, 0, 4);
        try {
            return new InetSocketAddress(
                    InetAddress.getByAddress(ip), Short.toUnsignedInt(from.get(PORT, at + 2)));
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }
}
