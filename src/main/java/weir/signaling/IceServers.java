package weir.signaling;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Tells clients of STUN and TURN servers in Link headers (RFC 9725 §4.6).
///
/// With a secret that TURN servers know (`use-auth-secret` of coturn), the credentials of each
/// session are its own and end by themselves: `username = end:name`, `credential =
/// base64(HMAC-SHA1(secret, username))`. A value.
public final class IceServers {
    private static final String HMAC = "HmacSHA1";

    private record Credentials(String username, String credential) {}

    private final IceServersConfig config;
    private final List<String> urls;

    public IceServers(IceServersConfig config) {
        this.config = config;
        this.urls = config.urls().stream().sorted(Comparator.comparing(IceServers::rank)).toList();
    }

    /// OBS stops at the first `turns:`, which it does not know.
    private static int rank(String url) {
        return List.of("stun", "stuns", "turn", "turns")
                .indexOf(url.substring(0, url.indexOf(':')));
    }

    boolean isEmpty() {
        return urls.isEmpty();
    }

    /// The values of Link, one for each server: OBS loses what stands behind a comma.
    ///
    /// @param name      what a TURN server may log of the session: nothing secret
    /// @param nowMillis since 1970
    List<String> links(String name, long nowMillis) {
        Credentials credentials = credentials(name, nowMillis);
        return urls.stream().map(url -> link(url, credentials)).toList();
    }

    private Credentials credentials(String name, long nowMillis) {
        if (config.secret().isEmpty()) {
            return new Credentials(config.username(), config.password());
        }
        long end = nowMillis / 1000 + config.lifetime().toSeconds();
        String username = end + ":" + name;
        return new Credentials(username, sign(username));
    }

    private String sign(String username) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(config.secret().getBytes(UTF_8), HMAC));
            return Base64.getEncoder().encodeToString(mac.doFinal(username.getBytes(UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HMAC-SHA1", e);
        }
    }

    private static String link(String url, Credentials credentials) {
        String server = "<" + url + ">; rel=\"ice-server\"";
        return url.startsWith("turn")
                ? "%s; username=\"%s\"; credential=\"%s\"; credential-type=\"password\""
                        .formatted(server, credentials.username(), credentials.credential())
                : server;
    }
}
