package weir.tls;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// Whether and how HTTPS is served. A value, and its password a secret.
///
/// @param certificate    `none`, `self-signed`, or a file: PEM or PKCS#12
/// @param key            a file of PEM; empty if the certificate's file has it
/// @param password       of either file; empty for none
/// @param selfSignedFile where a certificate that was made here is kept; empty for nowhere
/// @param port           TCP port, 0..65535; 0 takes any that is free
/// @param hsts           how long browsers keep to HTTPS; zero for no such header
public record HttpsConfig(
        String certificate,
        String key,
        String password,
        String selfSignedFile,
        int port,
        Duration hsts) {
    static final String NONE = "none";
    static final String SELF_SIGNED = "self-signed";

    public HttpsConfig {
        if (port < 0 || port > 65535) {
            throw new IllegalArgumentException("https.port must be 0..65535, is " + port);
        }
        if (hsts.isNegative()) {
            throw new IllegalArgumentException("https.hsts must be 0s or more, is " + hsts);
        }
        try {
            Optional<CertificateFiles> files = files(certificate, key, password);
            if (files.isPresent()) {
                files.get().read();
            } else if (certificate.equals(SELF_SIGNED) && !selfSignedFile.isEmpty()) {
                SelfSigned.find(Path.of(selfSignedFile));
            }
        } catch (UnusableCertificateException unusable) {
            throw new IllegalArgumentException(unusable.getMessage());
        }
    }

    private static Optional<CertificateFiles> files(
            String certificate, String key, String password) {
        if (certificate.equals(NONE) || certificate.equals(SELF_SIGNED)) {
            return Optional.empty();
        }
        return Optional.of(
                new CertificateFiles(
                        Path.of(certificate),
                        key.isEmpty() ? Optional.empty() : Optional.of(Path.of(key)),
                        password));
    }

    public boolean isServed() {
        return !certificate.equals(NONE);
    }

    public boolean isSelfSigned() {
        return certificate.equals(SELF_SIGNED);
    }

    /// Empty where there is nothing to read.
    Optional<CertificateFiles> files() {
        return files(certificate, key, password);
    }

    /// Without the password.
    @Override
    public String toString() {
        return certificate + " on port " + port;
    }
}
