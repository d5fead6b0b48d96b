package weir.http;

import java.net.InetAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/// How many TCP connections the node has, in all and of each address. Any thread.
final class ConnectionLimit {
    private final Map<IpNetwork, Integer> byAddress = new ConcurrentHashMap<>();
    private final AtomicInteger all = new AtomicInteger();
    private final int max;
    private final int perAddressMax;
    private final Predicate<InetAddress> exempt;

    /// @param exempt of the limit for one address; proxies, behind which there are many
    ConnectionLimit(int max, int perAddressMax, Predicate<InetAddress> exempt) {
        this.max = max;
        this.perAddressMax = perAddressMax;
        this.exempt = exempt;
    }

    /// @return false if it may not: then it does not count
    boolean enter(InetAddress peer) {
        if (all.incrementAndGet() > max) {
            all.decrementAndGet();
            return false;
        }
        int now = byAddress.merge(IpNetwork.ofClient(peer), 1, Integer::sum);
        if (now > perAddressMax && !exempt.test(peer)) {
            leave(peer);
            return false;
        }
        return true;
    }

    void leave(InetAddress peer) {
        all.decrementAndGet();
        byAddress.computeIfPresent(
                IpNetwork.ofClient(peer), (_, count) -> count == 1 ? null : count - 1);
    }

    int size() {
        return all.get();
    }
}
