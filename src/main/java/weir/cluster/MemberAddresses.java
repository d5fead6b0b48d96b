package weir.cluster;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Where, by the config, other nodes may listen. Asks the resolver each time: behind one name may
/// be many nodes, and other ones later.
final class MemberAddresses {
    private static final Logger log = LoggerFactory.getLogger(MemberAddresses.class);

    private MemberAddresses() {}

    /// @param self of the same family as those that are returned; may be among them
    /// @return resolved; none for [Discovery#LAN], whose nodes call for each other
    static Set<InetSocketAddress> of(ClusterConfig config, InetAddress self) {
        Set<InetSocketAddress> addresses = new LinkedHashSet<>();
        switch (config.discovery()) {
            case LAN -> {}
            case MACHINE -> addRange(addresses, self, config);
            case MEMBERS -> config.join().forEach(member -> add(addresses, member, self, config));
        }
        return addresses;
    }

    static String text(InetSocketAddress address) {
        String host = address.getAddress().getHostAddress();
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort();
    }

    private static void add(
            Set<InetSocketAddress> addresses,
            String member,
            InetAddress self,
            ClusterConfig config) {
        int colon = member.lastIndexOf(':');
        boolean hasPort = colon > member.indexOf(']');
        String host = hasPort ? member.substring(0, colon) : member;
        for (InetAddress address : resolve(host)) {
            if (address.getClass() != self.getClass()) {
                continue;
            }
            if (hasPort) {
                int port = Integer.parseInt(member.substring(colon + 1));
                addresses.add(new InetSocketAddress(address, port));
            } else {
                addRange(addresses, address, config);
            }
        }
    }

    private static void addRange(
            Set<InetSocketAddress> addresses, InetAddress address, ClusterConfig config) {
        for (int n = 0; n < config.portCount(); n++) {
            addresses.add(new InetSocketAddress(address, config.port() + n));
        }
    }

    private static List<InetAddress> resolve(String host) {
        try {
            return List.of(InetAddress.getAllByName(host));
        } catch (UnknownHostException e) {
            log.debug("cluster.join: {} has no address yet", host, e);
            return List.of();
        }
    }
}
