package weir.stun;

import io.netty.buffer.ByteBuf;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;

/// The value of XOR-MAPPED-ADDRESS (RFC 8489 §14.2): an address hidden from routers that would
/// rewrite it, by the cookie and the transaction id.
///
/// ```
/// |0 0 0 0 0 0 0 0|    family     | port ^ upper half of cookie   |
/// |             address ^ cookie and transaction id               |
/// ```
final class XorAddress {
    private static final int COOKIE_INDEX = 4;
    private static final int IPV4 = 1;
    private static final int IPV6 = 2;
    private static final int HEADER_LENGTH = 4;

    private XorAddress() {}

    static boolean isValid(int family, int length) {
        return family == IPV4 && length == HEADER_LENGTH + 4
                || family == IPV6 && length == HEADER_LENGTH + 16;
    }

    /// @param message whole, from its first byte
    /// @param index   of the value, which [#isValid(int, int)]
    static InetSocketAddress read(ByteBuffer message, int index) {
        byte[] address = new byte[message.get(index + 1) == IPV4 ? 4 : 16];
        for (int i = 0; i < address.length; i++) {
            int mask = message.get(COOKIE_INDEX + i);
            address[i] = (byte) (message.get(index + HEADER_LENGTH + i) ^ mask);
        }
        int port = (message.getShort(index + 2) ^ message.getShort(COOKIE_INDEX)) & 0xffff;
        try {
            return new InetSocketAddress(InetAddress.getByAddress(address), port);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("only an address's length can be wrong", e);
        }
    }

    /// Appends the value.
    ///
    /// @param message begun at index 0, with cookie and transaction id
    /// @param address resolved
    static void write(ByteBuf message, InetSocketAddress address) {
        byte[] raw = address.getAddress().getAddress();
        message.writeByte(0).writeByte(raw.length == 4 ? IPV4 : IPV6);
        message.writeShort(address.getPort() ^ message.getShort(COOKIE_INDEX));
        for (int i = 0; i < raw.length; i++) {
            message.writeByte(raw[i] ^ message.getByte(COOKIE_INDEX + i));
        }
    }
}
