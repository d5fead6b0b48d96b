package weir.signaling;

import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/// The STUN and TURN servers that clients are told of. A value; what is secret stays out of
/// [#toString()].
///
/// @param urls     `stun:`, `turn:` and `turns:` URLs (RFC 7064, RFC 7065); none tells of none
/// @param username for all TURN servers, empty without
/// @param password for all TURN servers, empty without
/// @param secret   shared with the TURN servers, in place of username and password: each session
///     gets credentials of its own; empty without
/// @param lifetime how long such credentials are valid, positive
public record IceServersConfig(
        List<String> urls, String username, String password, String secret, Duration lifetime) {
    private static final Pattern URL =
            Pattern.compile(
                    "(stuns?|turns?):([A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+])(:\\d{1,5})?"
                            + "(\\?transport=(udp|tcp))?");

    /// OBS splits a Link header at commas and semicolons, and quotes would need quoting.
    private static final Pattern CREDENTIAL = Pattern.compile("[\\x21-\\x7e&&[^,;\"\\\\]]*");

    public IceServersConfig {
        urls = List.copyOf(urls);
        for (String url : urls) {
            require(
                    URL.matcher(url).matches(),
                    "ice-servers.urls must be stun:, turn: or turns: with host, optionally :port"
                            + " and ?transport=udp or tcp, has "
                            + url);
        }
        boolean relayed = urls.stream().anyMatch(url -> url.startsWith("turn"));
        require(
                CREDENTIAL.matcher(username).matches(),
                "ice-servers.username must be visible characters without comma, semicolon, quote"
                        + " and backslash, is "
                        + username);
        require(
                CREDENTIAL.matcher(password).matches(),
                "ice-servers.password must be visible characters without comma, semicolon, quote"
                        + " and backslash, is not");
        require(
                !relayed || !secret.isEmpty() || !username.isEmpty() && !password.isEmpty(),
                "ice-servers.secret, or username and password, must be set where"
                        + " ice-servers.urls has turn: or turns:");
        require(
                secret.isEmpty() || username.isEmpty() && password.isEmpty(),
                "ice-servers.secret must be empty where username or password is set, is not");
        require(lifetime.isPositive(), "ice-servers.lifetime must be positive, is " + lifetime);
    }

    private static void require(boolean kept, String rule) {
        if (!kept) {
            throw new IllegalArgumentException(rule);
        }
    }

    @Override
    public String toString() {
        return "IceServersConfig" + urls;
    }
}
