package weir.bench.session;

import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.CertificateRequest;
import org.bouncycastle.tls.CipherSuite;
import org.bouncycastle.tls.ClientCertificateType;
import org.bouncycastle.tls.DefaultTlsServer;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.SignatureAndHashAlgorithm;
import org.bouncycastle.tls.SignatureScheme;
import org.bouncycastle.tls.TlsCredentialedSigner;
import org.bouncycastle.tls.TlsSRTPUtils;

import java.io.IOException;
import java.util.Hashtable;
import java.util.Vector;

/// The handshake where the server under test answers `setup:active` and so begins.
// Bouncy Castle's collections are raw.
@SuppressWarnings({"rawtypes", "unchecked"})
final class BenchTlsServer extends DefaultTlsServer {
    private static final int[] SIGNATURES = {
        SignatureScheme.ecdsa_secp256r1_sha256, SignatureScheme.rsa_pkcs1_sha256,
    };

    /// Our certificate is of ECDSA: the suites of RSA, which are supported by default, would be
    /// chosen where the other side names them first, and then there is no certificate for them.
    private static final int[] CIPHER_SUITES = {
        CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,
        CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384,
        CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA,
    };

    private final DtlsIdentity identity;
    private final SrtpAgreement agreement;

    BenchTlsServer(DtlsIdentity identity, SrtpAgreement agreement) {
        super(identity.crypto());
        this.identity = identity;
        this.agreement = agreement;
    }

    @Override
    protected ProtocolVersion[] getSupportedVersions() {
        return ProtocolVersion.DTLSv12.only();
    }

    @Override
    protected int[] getSupportedCipherSuites() {
        return CIPHER_SUITES.clone();
    }

    @Override
    protected TlsCredentialedSigner getECDSASignerCredentials() {
        return identity.signer(context);
    }

    @Override
    public void processClientExtensions(Hashtable extensions) throws IOException {
        super.processClientExtensions(extensions);
        agreement.check(TlsSRTPUtils.getUseSRTPExtension(extensions));
    }

    @Override
    public Hashtable getServerExtensions() throws IOException {
        Hashtable extensions = super.getServerExtensions();
        TlsSRTPUtils.addUseSRTPExtension(extensions, agreement.offer());
        return extensions;
    }

    @Override
    public CertificateRequest getCertificateRequest() {
        var algorithms = new Vector<SignatureAndHashAlgorithm>();
        for (int scheme : SIGNATURES) {
            algorithms.add(SignatureScheme.getSignatureAndHashAlgorithm(scheme));
        }
        short[] types = {ClientCertificateType.ecdsa_sign, ClientCertificateType.rsa_sign};
        return new CertificateRequest(types, algorithms, null);
    }

    @Override
    public void notifyClientCertificate(Certificate certificate) throws IOException {
        agreement.verify(certificate);
    }

    @Override
    public void notifyHandshakeComplete() throws IOException {
        super.notifyHandshakeComplete();
        agreement.export(context);
    }

    @Override
    public boolean requiresExtendedMasterSecret() {
        return true;
    }

    @Override
    public void notifySecureRenegotiation(boolean secureRenegotiation) {}

    @Override
    public int getHandshakeTimeoutMillis() {
        return DtlsHandshake.TIMEOUT_MILLIS;
    }
}
