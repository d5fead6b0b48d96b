package weir.cluster;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/// What the nodes of a cluster have in common, made of its name and its secret: the name by which
/// Hazelcast knows them, which travels in the clear, and what does not: the key by which they know
/// each other on the event bus, and the one of what they keep in Hazelcast. A value, and a secret.
///
/// The name tells nothing of the key. Whoever sees it may guess at the secret, at the price of a
/// slow hash for each guess (PBKDF2, RFC 8018 §5.2).
///
/// @param groupName what members must have in common to meet
/// @param tls       empty without a secret
/// @param seal      empty without a secret
record ClusterSecret(String groupName, Optional<EventBusTls> tls, Optional<TextSeal> seal) {
    private static final int ITERATIONS = 210_000;
    private static final int GROUP_BYTES = 8;
    private static final int SEED_END = GROUP_BYTES + EventBusTls.SEED_LENGTH;

    /// One block of SHA-512: a second one would cost as much again, and cost who guesses nothing.
    private static final int LENGTH = 64;

    /// Takes a tenth of a second where there is a secret.
    static ClusterSecret of(ClusterConfig config) {
        try {
            if (config.secret().isEmpty()) {
                byte[] hash =
                        MessageDigest.getInstance("SHA-256").digest(salt("cluster", config.name()));
                return new ClusterSecret(
                        groupName(config, hash), Optional.empty(), Optional.empty());
            }
            byte[] derived =
                    SecretKeyFactory.getInstance("PBKDF2WithHmacSHA512")
                            .generateSecret(
                                    new PBEKeySpec(
                                            config.secret().toCharArray(),
                                            salt("cluster secret", config.name()),
                                            ITERATIONS,
                                            Byte.SIZE * LENGTH))
                            .getEncoded();
            byte[] seed = Arrays.copyOfRange(derived, GROUP_BYTES, SEED_END);
            // Of the whole block: of the certificate's key alone it cannot be made.
            return new ClusterSecret(
                    groupName(config, derived),
                    Optional.of(EventBusTls.ofSeed(seed)),
                    Optional.of(TextSeal.of(derived)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has SHA-2 and PBKDF2", e);
        }
    }

    private static byte[] salt(String purpose, String name) {
        return ("weir " + purpose + "\n" + name).getBytes(StandardCharsets.UTF_8);
    }

    private static String groupName(ClusterConfig config, byte[] bytes) {
        return config.name() + "-" + HexFormat.of().formatHex(bytes, 0, GROUP_BYTES);
    }

    @Override
    public String toString() {
        return groupName;
    }
}
