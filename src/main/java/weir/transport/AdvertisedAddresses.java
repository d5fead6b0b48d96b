package weir.transport;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;

/// What answers name instead of the local addresses, as the config tells it: `host`, `host:port`,
/// an IPv6 address, or one in brackets with or without a port.
final class AdvertisedAddresses {
    /// A name with more addresses than this is one of many machines.
    static final int ADDRESSES_PER_NAME_MAX = 4;

    private final String key;
    private final SequencedSet<InetSocketAddress> addresses = new LinkedHashSet<>();

    private AdvertisedAddresses(String key) {
        this.key = key;
    }

    /// Looks names up, once: who moves them starts the node again.
    ///
    /// @param key  the setting, such as `transport.advertise`
    /// @param port of the entries without one
    /// @throws UnknownHostException that names the entry, if it is a name without an address
    static List<InetSocketAddress> resolve(String key, List<String> entries, int port)
            throws UnknownHostException {
        AdvertisedAddresses advertised = new AdvertisedAddresses(key);
        for (String entry : entries) {
            advertised.add(entry, port);
        }
        return new ArrayList<>(advertised.addresses);
    }

    /// Whether the entry tells a port of its own, which is that of one protocol.
    static boolean hasPort(String entry) {
        return portColon(entry) >= 0;
    }

    private void add(String entry, int defaultPort) throws UnknownHostException {
        int colon = portColon(entry);
        String host = colon < 0 ? entry : entry.substring(0, colon);
        int port = colon < 0 ? defaultPort : Integer.parseInt(entry.substring(colon + 1));
        InetAddress[] found = lookUp(unbracketed(host));
        for (int i = 0; i < Math.min(found.length, ADDRESSES_PER_NAME_MAX); i++) {
            addresses.add(new InetSocketAddress(found[i], port));
        }
    }

    private InetAddress[] lookUp(String host) throws UnknownHostException {
        try {
            return InetAddress.getAllByName(host);
        } catch (UnknownHostException _) {
            throw new UnknownHostException(
                    "%s names a host that is not known: %s".formatted(key, host));
        }
    }

    /// @return -1 if there is none
    private static int portColon(String entry) {
        int colon = entry.lastIndexOf(':');
        boolean isAddress = entry.indexOf(':') != colon && !entry.startsWith("[");
        return colon > entry.lastIndexOf(']') && !isAddress ? colon : -1;
    }

    private static String unbracketed(String host) {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }
}
