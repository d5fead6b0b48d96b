package weir.transport;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/// TCP connections that belong to no session yet, counted on the whole node and by address. Any
/// thread.
final class Strangers {
    /// @param max           on the node, 1 or more
    /// @param perAddressMax 1 or more
    /// @param timeout       until one is closed
    record Limits(int max, int perAddressMax, Duration timeout) {}

    /// Who has one IPv6 address has its whole /64.
    private static final int PREFIX_BYTES = 8;

    private final Limits limits;
    private final AtomicInteger count = new AtomicInteger();
    private final Map<InetAddress, Integer> byAddress = new ConcurrentHashMap<>();

    Strangers(Limits limits) {
        this.limits = limits;
    }

    Limits limits() {
        return limits;
    }

    /// @return why it may not come in; empty if it did, and has to [#leave]
    Optional<ConnectionRule> enter(InetAddress address) {
        if (count.incrementAndGet() > limits.max()) {
            count.decrementAndGet();
            return Optional.of(ConnectionRule.STRANGERS_TOO_MANY);
        }
        if (byAddress.merge(network(address), 1, Integer::sum) > limits.perAddressMax()) {
            leave(address);
            return Optional.of(ConnectionRule.ADDRESS_STRANGERS_TOO_MANY);
        }
        return Optional.empty();
    }

    /// It has found its session, or is closed.
    void leave(InetAddress address) {
        count.decrementAndGet();
        byAddress.computeIfPresent(network(address), (_, n) -> n == 1 ? null : n - 1);
    }

    int count() {
        return count.get();
    }

    private static InetAddress network(InetAddress address) {
        if (!(address instanceof Inet6Address)) {
            return address;
        }
        byte[] bytes = address.getAddress();
        Arrays.fill(bytes, PREFIX_BYTES, bytes.length, (byte) 0);
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
