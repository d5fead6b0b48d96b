package weir.http;

import io.vertx.core.net.HostAndPort;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Where the page is from that a browser sends a request for, as its `Origin` says (RFC 6454). A
/// value.
///
/// @param host a name in lower case, or an address without brackets
/// @param port the scheme's if none is named; -1 if it has none
record PageOrigin(String scheme, String host, int port) {
    /// Of networks at home and in companies, and of one machine: nobody can have them registered
    /// (RFC 6761, RFC 6762, RFC 8375, ICANN).
    private static final List<String> LOCAL_DOMAINS =
            List.of(".localhost", ".local", ".home.arpa", ".internal");

    /// @return empty if it is none, as of pages that browsers would not tell the origin of (`null`)
    static Optional<PageOrigin> read(String text) {
        if (!Cors.isOrigin(text)) {
            return Optional.empty();
        }
        try {
            URI uri = URI.create(text);
            return Optional.ofNullable(uri.getHost())
                    .map(host -> new PageOrigin(uri.getScheme(), plain(host), port(uri)));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private static int port(URI uri) {
        return uri.getPort() >= 0 ? uri.getPort() : port(uri.getScheme());
    }

    private static int port(String scheme) {
        return switch (scheme) {
            case "http" -> 80;
            case "https" -> 443;
            default -> -1;
        };
    }

    private static String plain(String host) {
        return host.replaceAll("[\\[\\]]", "").toLowerCase(Locale.ROOT);
    }

    /// Whether the page is from the server that is asked. The scheme does not matter: a proxy that
    /// takes TLS off need not say so.
    ///
    /// @param asked what the request calls the server
    /// @param own   ports that the server has besides
    boolean isAt(HostAndPort asked, List<Integer> own) {
        int portAsked = asked.port() >= 0 ? asked.port() : port(scheme);
        return plain(asked.host()).equals(host) && (port == portAsked || own.contains(port));
    }

    /// Whether nobody else can have pages of this origin at hand. With a name of his own somebody
    /// can: it leads to his server when the page is fetched, and here from then on (DNS rebinding).
    /// TLS tells the two apart, and no name leads from an address or a local name to elsewhere.
    boolean isUnforgeable() {
        return scheme.equals("https")
                || IpNetwork.address(host).isPresent()
                || !host.contains(".")
                || LOCAL_DOMAINS.stream().anyMatch(host::endsWith);
    }
}
