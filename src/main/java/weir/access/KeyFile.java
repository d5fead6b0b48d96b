package weir.access;

import weir.access.VerificationKey.Algorithm;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.cert.CertificateFactory;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A public key or a certificate in PEM, and the algorithm that it is for. A value.
///
/// @param name for logs
public record KeyFile(String name, Algorithm algorithm, String pem) {
    private static final int RSA_BITS_MIN = 2048; // RFC 7518 §3.3
    private static final int P_256_BITS = 256;

    private static final Pattern PEM =
            Pattern.compile("(?s)-----BEGIN (PUBLIC KEY|CERTIFICATE)-----(.+?)-----END \\1-----");

    /// Waits for the disk.
    ///
    /// @throws IOException that names the setting, and the file that is none
    public static List<KeyFile> read(JwtConfig config) throws IOException {
        List<KeyFile> keys = new ArrayList<>();
        for (String name : config.keyFiles()) {
            keys.add(read(Path.of(name)));
        }
        return keys;
    }

    private static KeyFile read(Path path) throws IOException {
        try {
            return parse(path.toString(), Files.readString(path))
                    .orElseThrow(
                            () ->
                                    new IOException(
                                            "access.jwt.key-files must be PEM files, each with a"
                                                    + " public key or certificate, RSA of 2048 bits"
                                                    + " or more or P-256, not "
                                                    + path));
        } catch (FileSystemException | CharacterCodingException _) {
            throw new IOException(
                    "access.jwt.key-files must be text files that can be read, not " + path);
        }
    }

    static Optional<KeyFile> parse(String name, String text) {
        Matcher pem = PEM.matcher(text);
        if (!pem.find()) {
            return Optional.empty();
        }
        try {
            byte[] der = Base64.getMimeDecoder().decode(pem.group(2));
            boolean certificate = pem.group(1).equals("CERTIFICATE");
            return (certificate ? ofCertificate(der) : ofKey(der))
                    .flatMap(KeyFile::algorithm)
                    .map(algorithm -> new KeyFile(name, algorithm, pem.group()));
        } catch (GeneralSecurityException | IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private static Optional<PublicKey> ofCertificate(byte[] der) throws GeneralSecurityException {
        return Optional.of(
                CertificateFactory.getInstance("X.509")
                        .generateCertificate(new ByteArrayInputStream(der))
                        .getPublicKey());
    }

    /// The bytes tell their algorithm only to who tries.
    private static Optional<PublicKey> ofKey(byte[] der) throws GeneralSecurityException {
        for (String algorithm : List.of("RSA", "EC")) {
            try {
                return Optional.of(
                        KeyFactory.getInstance(algorithm)
                                .generatePublic(new X509EncodedKeySpec(der)));
            } catch (InvalidKeySpecException _) {
                // Then it is the other, or none.
            }
        }
        return Optional.empty();
    }

    private static Optional<Algorithm> algorithm(PublicKey key) {
        return switch (key) {
            case RSAPublicKey rsa when rsa.getModulus().bitLength() >= RSA_BITS_MIN ->
                    Optional.of(Algorithm.RS256);
            case ECPublicKey ec when ec.getParams().getOrder().bitLength() == P_256_BITS ->
                    Optional.of(Algorithm.ES256);
            default -> Optional.empty();
        };
    }
}
