package weir.dtls;

import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.HashAlgorithm;
import org.bouncycastle.tls.SignatureAlgorithm;
import org.bouncycastle.tls.SignatureAndHashAlgorithm;
import org.bouncycastle.tls.TlsContext;
import org.bouncycastle.tls.TlsCredentialedSigner;
import org.bouncycastle.tls.crypto.TlsCertificate;
import org.bouncycastle.tls.crypto.TlsCryptoParameters;
import org.bouncycastle.tls.crypto.impl.bc.BcDefaultTlsCredentialedSigner;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;

import weir.peer.CertificateFingerprint;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.SecureRandom;
import java.time.Duration;

/// A node's certificate, signed by itself, with its key: ECDSA on P-256 (RFC 8827 §6.5). A value,
/// and a secret.
public final class DtlsCertificate {
    /// Peers trust the fingerprint and do not look at the dates; these are for those that would.
    private static final Duration VALIDITY = Duration.ofDays(3650);

    private final BcTlsCrypto crypto;
    private final AsymmetricKeyParameter privateKey;
    private final Certificate chain;
    private final CertificateFingerprint fingerprint;

    private DtlsCertificate(BcTlsCrypto crypto, AsymmetricKeyParameter privateKey, byte[] der)
            throws IOException {
        this.crypto = crypto;
        this.privateKey = privateKey;
        this.chain = new Certificate(new TlsCertificate[] {crypto.createCertificate(der)});
        this.fingerprint = FingerprintVerifier.sha256(der);
    }

    /// Makes a key and a certificate.
    ///
    /// @param random kept: all handshakes with this certificate draw from it
    public static DtlsCertificate create(SecureRandom random) {
        SelfSignedCertificate made = SelfSignedCertificate.create(random, VALIDITY);
        try {
            return new DtlsCertificate(new DtlsCrypto(random), made.privateKey(), made.der());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Its SHA-256 hash.
    public CertificateFingerprint fingerprint() {
        return fingerprint;
    }

    /// Shared by all handshakes.
    BcTlsCrypto crypto() {
        return crypto;
    }

    Certificate chain() {
        return chain;
    }

    TlsCredentialedSigner signer(TlsContext context) {
        return new BcDefaultTlsCredentialedSigner(
                new TlsCryptoParameters(context),
                crypto,
                privateKey,
                chain,
                SignatureAndHashAlgorithm.getInstance(
                        HashAlgorithm.sha256, SignatureAlgorithm.ecdsa));
    }
}
