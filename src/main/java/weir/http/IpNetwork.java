package weir.http;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Optional;

/// Addresses that begin with the same bits (RFC 4632). A value.
///
/// @param address of which the bits after the length are 0
/// @param length  of the prefix in bits
public record IpNetwork(InetAddress address, int length) {
    private static final int IPV4_BITS = 32;

    /// What one customer of a network gets at least (RFC 6177): who has it has all its addresses.
    private static final int IPV6_CLIENT_BITS = 64;

    /// @param text `10.0.0.0/8`, or an address alone
    /// @return empty if it is none, or has more bits than its length says
    static Optional<IpNetwork> read(String text) {
        int slash = text.indexOf('/');
        Optional<InetAddress> address = address(slash < 0 ? text : text.substring(0, slash));
        if (address.isEmpty()) {
            return Optional.empty();
        }
        int bits = address.get().getAddress().length * Byte.SIZE;
        String length = slash < 0 ? Integer.toString(bits) : text.substring(slash + 1);
        if (!length.matches("\\d{1,3}") || Integer.parseInt(length) > bits) {
            return Optional.empty();
        }
        IpNetwork network = of(address.get(), Integer.parseInt(length));
        return network.address.equals(address.get()) ? Optional.of(network) : Optional.empty();
    }

    /// @return empty for a name: none is looked up
    static Optional<InetAddress> address(String text) {
        try {
            return Optional.of(InetAddress.ofLiteral(text));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    /// All that count as one client.
    public static IpNetwork ofClient(InetAddress address) {
        int bits = address.getAddress().length * Byte.SIZE;
        return of(address, bits == IPV4_BITS ? bits : IPV6_CLIENT_BITS);
    }

    private static IpNetwork of(InetAddress address, int length) {
        byte[] bytes = address.getAddress();
        for (int bit = length; bit < bytes.length * Byte.SIZE; bit++) {
            bytes[bit / Byte.SIZE] &= (byte) ~(0x80 >> bit % Byte.SIZE);
        }
        try {
            // Without the name and the interface that the other may have.
            return new IpNetwork(InetAddress.getByAddress(bytes), length);
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }

    boolean contains(InetAddress other) {
        return other.getAddress().length == address.getAddress().length
                && Arrays.equals(of(other, length).address.getAddress(), address.getAddress());
    }
}
