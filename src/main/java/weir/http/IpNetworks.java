package weir.http;

import java.net.InetAddress;
import java.util.List;

/// Networks that something is said of. A value.
record IpNetworks(List<IpNetwork> networks) {
    /// @param texts checked
    static IpNetworks of(List<String> texts) {
        return new IpNetworks(
                texts.stream().map(text -> IpNetwork.read(text).orElseThrow()).toList());
    }

    /// @throws IllegalArgumentException if one of the texts of a setting is none
    static void check(String setting, List<String> texts) {
        for (String text : texts) {
            if (IpNetwork.read(text).isEmpty()) {
                throw new IllegalArgumentException(
                        "%s must be addresses or networks such as 10.0.0.0/8, is '%s'"
                                .formatted(setting, text));
            }
        }
    }

    boolean contains(InetAddress address) {
        for (IpNetwork network : networks) {
            if (network.contains(address)) {
                return true;
            }
        }
        return false;
    }
}
