package weir.access;

import java.time.Duration;
import java.util.List;

/// Who may publish, watch and manage. Off, so that everybody may, until there is a token, a key or
/// a webhook. A value; it tells its tokens to nobody.
///
/// @param tokens      each as [StaticToken] reads it
/// @param rawToken    whether `Authorization` may hold a token without the word Bearer
/// @param queryToken  whether a token may stand in the URL
/// @param endAtExpiry whether a session ends when the token that opened it expires
/// @param revokedKept how long a revoked token is remembered, 1 s or more
public record AccessConfig(
        List<String> tokens,
        boolean rawToken,
        boolean queryToken,
        boolean endAtExpiry,
        Duration revokedKept,
        JwtConfig jwt,
        WebhookConfig webhook) {
    private static final int TOKENS_MAX = 1000;

    public AccessConfig {
        tokens = List.copyOf(tokens);
        if (tokens.size() > TOKENS_MAX
                || tokens.stream().anyMatch(text -> StaticToken.parse(text).isEmpty())) {
            throw new IllegalArgumentException(
                    "access.tokens must be TOKEN or ACTIONS STREAM TOKEN, such as watch+publish"
                            + " cam-* TOKEN, no more than 1000, is not shown");
        }
        if (revokedKept.compareTo(Duration.ofSeconds(1)) < 0) {
            throw new IllegalArgumentException(
                    "access.revoked-kept must be 1s or more, is " + revokedKept);
        }
    }

    /// Whether there is any access control.
    public boolean isOn() {
        return !tokens.isEmpty() || jwt.isOn() || webhook.isOn();
    }

    List<StaticToken> staticTokens() {
        return tokens.stream().map(text -> StaticToken.parse(text).orElseThrow()).toList();
    }

    @Override
    public String toString() {
        return "AccessConfig[" + tokens.size() + " tokens, " + jwt + ", " + webhook + "]";
    }
}
