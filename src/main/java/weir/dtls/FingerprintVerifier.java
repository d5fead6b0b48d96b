package weir.dtls;

import weir.peer.CertificateFingerprint;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Tells whether a certificate is one that was promised (`a=fingerprint`, RFC 8122 §5). A value.
///
/// Hashes that are broken or unknown never match, nor does what is not hex.
final class FingerprintVerifier {
    private static final HexFormat HEX = HexFormat.ofDelimiter(":").withUpperCase();

    private record Expected(String digest, byte[] hash) {}

    private final List<Expected> expected = new ArrayList<>();

    FingerprintVerifier(List<CertificateFingerprint> fingerprints) {
        for (CertificateFingerprint fingerprint : fingerprints) {
            findDigest(fingerprint.algorithm())
                    .ifPresent(digest -> expect(digest, fingerprint.hex()));
        }
    }

    static CertificateFingerprint sha256(byte[] der) {
        return new CertificateFingerprint("sha-256", HEX.formatHex(hash("SHA-256", der)));
    }

    /// @param der the certificate, lent
    boolean matches(byte[] der) {
        boolean matches = false;
        for (Expected each : expected) {
            matches |= MessageDigest.isEqual(each.hash, hash(each.digest, der));
        }
        return matches;
    }

    private void expect(String digest, String hex) {
        try {
            expected.add(new Expected(digest, HEX.parseHex(hex)));
        } catch (IllegalArgumentException _) {
            // Nothing hashes to it.
        }
    }

    private static Optional<String> findDigest(String algorithm) {
        return switch (algorithm.toLowerCase(Locale.ROOT)) {
            case "sha-256" -> Optional.of("SHA-256");
            case "sha-384" -> Optional.of("SHA-384");
            case "sha-512" -> Optional.of("SHA-512");
            default -> Optional.empty();
        };
    }

    private static byte[] hash(String digest, byte[] der) {
        try {
            return MessageDigest.getInstance(digest).digest(der);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
