package weir.jsep;

import weir.sdp.IceCandidate;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

/// The `a=candidate` values of this node, those of UDP first: host candidates all, since where a
/// node is reached stands in its config.
final class LocalCandidates {
    /// To keep an answer below the 8 KiB that FFmpeg reads, whatever addresses a machine has.
    static final int TCP_MAX = 8;

    private static final int COMPONENT = 1;
    private static final int LOCAL_PREFERENCE_MAX = 0xffff;

    /// RFC 8445 §5.1.2.2: that of host candidates.
    private static final long UDP_TYPE_PREFERENCE = 126;

    /// RFC 6544 §4.2 wants those of TCP below all of UDP, relayed ones apart; browsers take this.
    private static final long TCP_TYPE_PREFERENCE = 90;

    /// RFC 6544 §4.2: 3 bits of direction, 4 for passive, and 13 of preference.
    private static final int TCP_LOCAL_PREFERENCE_MAX = 4 << 13 | 0x1fff;

    private final List<String> values = new ArrayList<>();

    private LocalCandidates() {}

    static List<String> of(LocalEndpoint local) {
        LocalCandidates candidates = new LocalCandidates();
        candidates.addUdp(local.candidates());
        candidates.addTcp(local.tcpCandidates());
        return candidates.values;
    }

    private void addUdp(List<InetSocketAddress> addresses) {
        for (int i = 0; i < addresses.size(); i++) {
            long priority = priority(UDP_TYPE_PREFERENCE, LOCAL_PREFERENCE_MAX - i);
            add(foundation(addresses, i), "udp", priority, addresses.get(i), "");
        }
    }

    private void addTcp(List<InetSocketAddress> addresses) {
        for (int i = 0; i < Math.min(addresses.size(), TCP_MAX); i++) {
            long priority = priority(TCP_TYPE_PREFERENCE, TCP_LOCAL_PREFERENCE_MAX - i);
            add("t" + foundation(addresses, i), "tcp", priority, addresses.get(i), "passive");
        }
    }

    /// RFC 8445 §5.1.1.3: one for each address and protocol.
    private static String foundation(List<InetSocketAddress> addresses, int index) {
        List<InetAddress> hosts =
                addresses.stream().map(InetSocketAddress::getAddress).distinct().toList();
        return Integer.toString(hosts.indexOf(addresses.get(index).getAddress()) + 1);
    }

    /// RFC 8445 §5.1.2.1.
    private static long priority(long typePreference, int localPreference) {
        return typePreference << 24 | (long) localPreference << 8 | 256 - COMPONENT;
    }

    private void add(
            String foundation,
            String protocol,
            long priority,
            InetSocketAddress address,
            String tcpType) {
        String host = withoutZone(address.getAddress().getHostAddress());
        values.add(
                new IceCandidate(
                                foundation,
                                COMPONENT,
                                protocol,
                                priority,
                                host,
                                address.getPort(),
                                "host",
                                tcpType)
                        .value());
    }

    private static String withoutZone(String address) {
        int zone = address.indexOf('%');
        return zone < 0 ? address : address.substring(0, zone);
    }
}
