package weir.outgoing;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

/// Who may be asked: `http` or `https`, a host, and no password, which would end up in logs.
public final class HttpUrl {
    private static final int LENGTH_MAX = 2048;

    private HttpUrl() {}

    /// @return empty if it is no http or https URL with a host and without user and fragment
    public static Optional<URI> read(String text) {
        if (text.length() > LENGTH_MAX) {
            return Optional.empty();
        }
        try {
            URI url = new URI(text).parseServerAuthority();
            boolean http = "http".equalsIgnoreCase(url.getScheme()) || isTls(url);
            return Optional.of(url)
                    .filter(_ -> http && url.getHost() != null && isPort(url.getPort()))
                    .filter(_ -> url.getUserInfo() == null && url.getFragment() == null);
        } catch (URISyntaxException _) {
            return Optional.empty();
        }
    }

    /// Without one it is that of the scheme.
    private static boolean isPort(int port) {
        return port == -1 || port >= 1 && port <= 65535;
    }

    /// @param url empty for none
    public static void check(String key, String url) {
        if (!url.isEmpty() && read(url).isEmpty()) {
            throw new IllegalArgumentException(
                    key + " must be an http or https URL without user and fragment, is not");
        }
    }

    public static boolean isTls(URI url) {
        return "https".equalsIgnoreCase(url.getScheme());
    }

    /// Whether scheme, host and port are alike (RFC 6454 §5), of URLs that were read here.
    public static boolean isSameOrigin(URI one, URI other) {
        return one.getScheme().equalsIgnoreCase(other.getScheme())
                && one.getHost().equalsIgnoreCase(other.getHost())
                && port(one) == port(other);
    }

    private static int port(URI url) {
        return url.getPort() >= 0 ? url.getPort() : isTls(url) ? 443 : 80;
    }

    /// Without the query, in which some have secrets.
    public static String shown(String url) {
        return url.replaceFirst("\\?.*", "?…");
    }
}
