package weir.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.UnrecoverableKeyException;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Where a certificate and its key are kept. A value, and its password a secret.
///
/// @param certificate PEM, the server's certificate first; or PKCS#12
/// @param key         PEM; empty if it is in the certificate's file
/// @param password    of the PKCS#12 file or of an encrypted key; empty for none
record CertificateFiles(Path certificate, Optional<Path> key, String password) {
    private static final int LENGTH_MAX = 1 << 20;

    /// What tells that a file has changed. A value.
    record Stamp(List<FileStamp> files) {}

    /// @param file     tells a file from the one that was moved into its place; absent where the
    ///                 file system has no such key, and where there is no file
    /// @param modified to the grain of the kernel's clock, some milliseconds
    private record FileStamp(Optional<Object> file, Optional<FileTime> modified, long length) {
        static final FileStamp NONE = new FileStamp(Optional.empty(), Optional.empty(), -1);

        static FileStamp of(Path path) {
            try {
                BasicFileAttributes now = Files.readAttributes(path, BasicFileAttributes.class);
                return new FileStamp(
                        Optional.ofNullable(now.fileKey()),
                        Optional.of(now.lastModifiedTime()),
                        now.size());
            } catch (IOException _) {
                return NONE;
            }
        }
    }

    TlsIdentity read() throws UnusableCertificateException {
        byte[] bytes = bytes("https.certificate", certificate);
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        TlsIdentity identity = text.contains("-----BEGIN ") ? fromPem(text) : fromStore(bytes);
        if (!identity.isConsistent()) {
            throw key.isPresent()
                    ? wrongKey("must belong to the first certificate of " + certificate)
                    : wrongCertificate("must begin with the certificate that its key belongs to");
        }
        return identity;
    }

    private TlsIdentity fromPem(String text) throws UnusableCertificateException {
        PemText pem;
        try {
            pem = PemText.read(text, key.isPresent() ? "" : password);
        } catch (IOException | RuntimeException _) { // broken DER may throw anything
            throw wrongCertificate("must be PEM or PKCS#12 that can be read with https.password");
        }
        if (pem.certificates().isEmpty()) {
            throw wrongCertificate("must hold a certificate");
        }
        if (key.isPresent()) {
            return new TlsIdentity(readKey(key.get()), pem.certificates());
        }
        return new TlsIdentity(
                pem.key()
                        .orElseThrow(
                                () ->
                                        new UnusableCertificateException(
                                                "https.key",
                                                "must name the key's file, as https.certificate"
                                                        + " holds none",
                                                "''")),
                pem.certificates());
    }

    private PrivateKey readKey(Path path) throws UnusableCertificateException {
        String text = new String(bytes("https.key", path), StandardCharsets.ISO_8859_1);
        try {
            return PemText.read(text, password)
                    .key()
                    .orElseThrow(() -> wrongKey("must hold a private key in PEM"));
        } catch (IOException | RuntimeException _) {
            throw wrongKey("must be a private key in PEM that can be read with https.password");
        }
    }

    private TlsIdentity fromStore(byte[] bytes) throws UnusableCertificateException {
        if (key.isPresent()) {
            throw wrongKey("must be empty where https.certificate is not PEM");
        }
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(new ByteArrayInputStream(bytes), password.toCharArray());
            for (String alias : Collections.list(store.aliases())) {
                if (store.getKey(alias, password.toCharArray()) instanceof PrivateKey found) {
                    return new TlsIdentity(found, x509(store.getCertificateChain(alias)));
                }
            }
            throw wrongCertificate("must hold a private key");
        } catch (UnrecoverableKeyException e) {
            throw wrongPassword();
        } catch (IOException e) {
            throw e.getCause() instanceof UnrecoverableKeyException
                    ? wrongPassword()
                    : wrongCertificate("must be PEM or PKCS#12");
        } catch (GeneralSecurityException e) {
            throw wrongCertificate("must be PEM or PKCS#12");
        }
    }

    /// @param chain null if there is none
    private List<X509Certificate> x509(Certificate[] chain) throws UnusableCertificateException {
        if (chain == null) {
            throw wrongCertificate("must hold the key's certificate");
        }
        List<X509Certificate> certificates = new ArrayList<>();
        Arrays.stream(chain).forEach(each -> certificates.add((X509Certificate) each));
        return certificates;
    }

    private static byte[] bytes(String setting, Path path) throws UnusableCertificateException {
        String rule = "must be a file that can be read";
        try {
            if (Files.isRegularFile(path) && Files.size(path) > LENGTH_MAX) {
                rule = "must be a file of at most " + LENGTH_MAX + " bytes";
                throw new UnusableCertificateException(setting, rule, path);
            }
            return Files.readAllBytes(path);
        } catch (NoSuchFileException _) {
            throw new UnusableCertificateException(setting, rule, path + ", which is not there");
        } catch (IOException _) {
            throw new UnusableCertificateException(setting, rule, path);
        }
    }

    private UnusableCertificateException wrongCertificate(String rule) {
        return new UnusableCertificateException("https.certificate", rule, certificate);
    }

    private UnusableCertificateException wrongKey(String rule) {
        return new UnusableCertificateException("https.key", rule, key.orElseThrow());
    }

    private UnusableCertificateException wrongPassword() {
        return new UnusableCertificateException(
                "https.password", "must open " + certificate, "not shown");
    }

    /// As the files are now; one that is not there has no time and no length.
    Stamp stamp() {
        return new Stamp(
                Stream.concat(Stream.of(certificate), key.stream()).map(FileStamp::of).toList());
    }

    @Override
    public String toString() {
        return certificate.toString();
    }
}
