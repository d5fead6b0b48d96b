package weir.tls;

import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.PEMEncryptedKeyPair;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8DecryptorProviderBuilder;
import org.bouncycastle.openssl.jcajce.JcePEMDecryptorProviderBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;
import org.bouncycastle.pkcs.PKCSException;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The certificates and the private key in a text of PEM (RFC 7468), in any form that OpenSSL
/// writes. A value.
///
/// @param key the first; empty if there is none
record PemText(List<X509Certificate> certificates, Optional<PrivateKey> key) {
    /// @param password for a key that is encrypted
    /// @throws IOException if the text breaks a rule, or the password does not open it
    static PemText read(String text, String password) throws IOException {
        List<X509Certificate> certificates = new ArrayList<>();
        Optional<PrivateKey> key = Optional.empty();
        try (PEMParser parser = new PEMParser(new StringReader(text))) {
            for (Object entry; (entry = parser.readObject()) != null; ) {
                if (entry instanceof X509CertificateHolder holder) {
                    certificates.add(certificate(holder));
                } else if (key.isEmpty()) {
                    key = key(entry, password);
                }
            }
        } catch (OperatorCreationException | PKCSException | CertificateException e) {
            throw new IOException(e);
        }
        return new PemText(certificates, key);
    }

    private static X509Certificate certificate(X509CertificateHolder holder)
            throws IOException, CertificateException {
        return (X509Certificate)
                CertificateFactory.getInstance("X.509")
                        .generateCertificate(new ByteArrayInputStream(holder.getEncoded()));
    }

    /// @return empty for what is no key
    private static Optional<PrivateKey> key(Object entry, String password)
            throws IOException, OperatorCreationException, PKCSException {
        char[] secret = password.toCharArray();
        JcaPEMKeyConverter converter = new JcaPEMKeyConverter();
        return switch (entry) {
            case PrivateKeyInfo plain -> Optional.of(converter.getPrivateKey(plain));
            case PEMKeyPair pair -> Optional.of(converter.getKeyPair(pair).getPrivate());
            case PEMEncryptedKeyPair pair ->
                    Optional.of(
                            converter
                                    .getKeyPair(
                                            pair.decryptKeyPair(
                                                    new JcePEMDecryptorProviderBuilder()
                                                            .setProvider(new BouncyCastleProvider())
                                                            .build(secret)))
                                    .getPrivate());
            case PKCS8EncryptedPrivateKeyInfo sealed ->
                    Optional.of(
                            converter.getPrivateKey(
                                    sealed.decryptPrivateKeyInfo(
                                            new JceOpenSSLPKCS8DecryptorProviderBuilder()
                                                    .setProvider(new BouncyCastleProvider())
                                                    .build(secret))));
            default -> Optional.empty();
        };
    }
}
