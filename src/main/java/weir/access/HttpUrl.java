package weir.access;

import java.net.URI;
import java.net.URISyntaxException;

/// What may be asked: `http` or `https`, and without a password, which would end up in logs.
public final class HttpUrl {
    private HttpUrl() {}

    /// @param url empty for none
    public static void check(String key, String url) {
        if (!url.isEmpty() && !isHttp(url)) {
            throw new IllegalArgumentException(
                    key + " must be an http or https URL without user and fragment, is not");
        }
    }

    private static boolean isHttp(String url) {
        try {
            URI uri = new URI(url);
            return ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))
                    && uri.getHost() != null
                    && uri.getUserInfo() == null
                    && uri.getFragment() == null;
        } catch (URISyntaxException _) {
            return false;
        }
    }

    /// Without the query, in which some have secrets.
    public static String shown(String url) {
        return url.replaceFirst("\\?.*", "?…");
    }
}
