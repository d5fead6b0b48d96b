package weir.transport;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// Names a session and the node it lives on, so that any node can answer its URL. A value.
///
/// @param nodeId as the cluster knows the node
/// @param secret 128 random bits: who knows the URL may use it (RFC 9725 §5)
public record SessionId(String nodeId, String secret) {
    private static final int SECRET_BYTES = 16;

    public static SessionId create(String nodeId, RandomGenerator random) {
        byte[] bits = new byte[SECRET_BYTES];
        random.nextBytes(bits);
        return new SessionId(nodeId, Base64.getUrlEncoder().withoutPadding().encodeToString(bits));
    }

    /// Reads what [#text()] wrote; empty if it is nothing of the kind.
    public static Optional<SessionId> read(String text) {
        int dot = text.indexOf('.');
        return dot <= 0 || dot == text.length() - 1
                ? Optional.empty()
                : Optional.of(new SessionId(text.substring(0, dot), text.substring(dot + 1)));
    }

    /// As it stands in a URL.
    public String text() {
        return nodeId + "." + secret;
    }

    /// Names it to those who may hear of it and not use it. Of the secret it tells nothing, since
    /// that is random.
    public String name() {
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256")
                            .digest(text().getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(Arrays.copyOf(hash, SECRET_BYTES));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-2", e);
        }
    }

    /// Enough to recognize it in a log, and no more.
    @Override
    public String toString() {
        return secret.substring(0, Math.min(6, secret.length()));
    }
}
