package weir.tls;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// What others may call this machine. A value.
///
/// @param addresses as numbers
record LocalNames(Set<String> hosts, Set<String> addresses) {
    /// Asking for the name by [InetAddress] would ask name servers, and wait for them.
    private static final Path HOST_NAME = Path.of("/proc/sys/kernel/hostname");

    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9.-]{0,251})");

    static LocalNames ofThisMachine() {
        Set<String> hosts = new TreeSet<>(Set.of("localhost"));
        Set<String> addresses = new TreeSet<>();
        try {
            String name = Files.exists(HOST_NAME) ? Files.readString(HOST_NAME).strip() : "";
            if (HOST.matcher(name).matches()) {
                hosts.add(name);
                // How others find it on a network without name server (RFC 6762).
                if (name.indexOf('.') < 0) {
                    hosts.add(name + ".local");
                }
            }
            NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .filter(address -> !address.isLinkLocalAddress())
                    .map(InetAddress::getHostAddress)
                    .map(LocalNames::canonical)
                    .forEach(addresses::add);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new LocalNames(hosts, addresses);
    }

    /// Addresses of version 6 have several forms, and may name an interface.
    static String canonical(String name) {
        if (name.indexOf(':') < 0) {
            return name;
        }
        return InetAddress.ofLiteral(name.replaceFirst("%.*", "")).getHostAddress();
    }

    List<String> all() {
        return Stream.concat(hosts.stream(), addresses.stream()).toList();
    }

    @Override
    public String toString() {
        return String.join(", ", all());
    }
}
