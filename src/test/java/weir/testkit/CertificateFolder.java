package weir.testkit;

import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.PKCS8Generator;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8EncryptorBuilder;
import org.bouncycastle.operator.OperatorCreationException;

import weir.dtls.SelfSignedCertificate;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Certificates for `localhost` and 127.0.0.1 with their keys, in the forms that people have them.
public final class CertificateFolder {
    public static final SecureRandom RANDOM = new SecureRandom();

    private final Path directory;
    private final Map<String, SelfSignedCertificate> made = new HashMap<>();

    public CertificateFolder(Path directory) {
        this.directory = directory;
    }

    public Path path(String file) {
        return directory.resolve(file);
    }

    public X509Certificate certificate(String name) {
        try {
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509")
                            .generateCertificate(new ByteArrayInputStream(made(name).der()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private SelfSignedCertificate made(String name) {
        return made.computeIfAbsent(
                name,
                _ ->
                        SelfSignedCertificate.create(
                                RANDOM,
                                Duration.ofDays(90),
                                List.of("localhost"),
                                List.of("127.0.0.1")));
    }

    private PrivateKey key(String name) throws GeneralSecurityException {
        return KeyFactory.getInstance("EC")
                .generatePrivate(new PKCS8EncodedKeySpec(made(name).pkcs8()));
    }

    /// `NAME.pem` and `NAME.key`.
    public void writePem(String name) {
        write(name + ".pem", certificate(name));
        try {
            write(name + ".key", new JcaPKCS8Generator(key(name), null));
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /// `NAME.encrypted.key`.
    public void writeEncryptedKey(String name, String password) {
        try {
            write(
                    name + ".encrypted.key",
                    new JcaPKCS8Generator(
                            key(name),
                            new JceOpenSSLPKCS8EncryptorBuilder(PKCS8Generator.AES_256_CBC)
                                    .setProvider(new BouncyCastleProvider())
                                    .setPassword(password.toCharArray())
                                    .build()));
        } catch (GeneralSecurityException | IOException | OperatorCreationException e) {
            throw new IllegalStateException(e);
        }
    }

    private void write(String file, Object content) {
        try (Writer out = Files.newBufferedWriter(directory.resolve(file));
                JcaPEMWriter pem = new JcaPEMWriter(out)) {
            pem.writeObject(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// `NAME.p12`.
    public void writePkcs12(String name, String password) {
        try (OutputStream out = Files.newOutputStream(directory.resolve(name + ".p12"))) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            char[] secret = password.toCharArray();
            store.setKeyEntry("it", key(name), secret, new Certificate[] {certificate(name)});
            store.store(out, secret);
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /// A file that is about to be written anew.
    public Path replaced(String file) throws IOException {
        Files.delete(directory.resolve(file));
        return directory.resolve(file);
    }
}
