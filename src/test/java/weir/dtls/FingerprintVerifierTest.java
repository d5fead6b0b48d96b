package weir.dtls;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import weir.peer.CertificateFingerprint;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

class FingerprintVerifierTest {
    private static final byte[] DER = "abc".getBytes(StandardCharsets.US_ASCII);

    /// FIPS 180-2, appendix B.1.
    private static final String SHA_256_OF_ABC =
            "BA:78:16:BF:8F:01:CF:EA:41:41:40:DE:5D:AE:22:23"
                    + ":B0:03:61:A3:96:17:7A:9C:B4:10:FF:61:F2:00:15:AD";

    @Test
    void writesUpperCasePairsWithColons() {
        assertThat(FingerprintVerifier.sha256(DER))
                .isEqualTo(new CertificateFingerprint("sha-256", SHA_256_OF_ABC));
    }

    @ParameterizedTest
    @CsvSource({"sha-256, SHA-256", "sha-384, SHA-384", "sha-512, SHA-512", "SHA-256, SHA-256"})
    void matchesInUpperAndLowerCase(String algorithm, String digest) throws Exception {
        String hex =
                HexFormat.ofDelimiter(":").formatHex(MessageDigest.getInstance(digest).digest(DER));

        assertThat(matches(algorithm, hex)).isTrue();
        assertThat(matches(algorithm, hex.toUpperCase(Locale.ROOT))).isTrue();
    }

    @Test
    void matchesIfOneOfThemDoes() {
        var wrong = new CertificateFingerprint("sha-256", "00" + SHA_256_OF_ABC.substring(2));
        var right = new CertificateFingerprint("sha-256", SHA_256_OF_ABC);

        assertThat(new FingerprintVerifier(List.of(wrong, right)).matches(DER)).isTrue();
        assertThat(new FingerprintVerifier(List.of(wrong)).matches(DER)).isFalse();
        assertThat(new FingerprintVerifier(List.of()).matches(DER)).isFalse();
    }

    @Test
    void neverMatchesABrokenHashOrWhatIsNotHex() throws Exception {
        String sha1 =
                HexFormat.ofDelimiter(":")
                        .formatHex(MessageDigest.getInstance("SHA-1").digest(DER));

        assertThat(matches("sha-1", sha1)).isFalse();
        assertThat(matches("sha-256", "")).isFalse();
        assertThat(matches("sha-256", "BA:78")).isFalse();
        assertThat(matches("sha-256", SHA_256_OF_ABC.replace(":", ""))).isFalse();
        assertThat(matches("sha-256", SHA_256_OF_ABC.replace("BA", "XY"))).isFalse();
    }

    private static boolean matches(String algorithm, String hex) {
        var fingerprint = new CertificateFingerprint(algorithm, hex);
        return new FingerprintVerifier(List.of(fingerprint)).matches(DER);
    }
}
