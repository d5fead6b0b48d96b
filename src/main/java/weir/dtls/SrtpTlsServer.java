package weir.dtls;

import org.bouncycastle.tls.AbstractTlsServer;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.CertificateRequest;
import org.bouncycastle.tls.ClientCertificateType;
import org.bouncycastle.tls.NamedGroup;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.TlsCredentials;
import org.bouncycastle.tls.TlsSRTPUtils;
import org.bouncycastle.tls.UseSRTPData;

import java.io.IOException;
import java.util.Arrays;
import java.util.Hashtable;

/// The server's half of a handshake: Bouncy Castle asks, this answers.
// Bouncy Castle's collections are raw.
@SuppressWarnings({"rawtypes", "unchecked"})
final class SrtpTlsServer extends AbstractTlsServer {
    /// The preferred first. Browsers put a hybrid with ML-KEM before, which DTLS 1.2 does not know.
    private static final int[] GROUPS = {
        NamedGroup.x25519, NamedGroup.secp256r1, NamedGroup.secp384r1
    };

    private final DtlsConfig config;
    private final DtlsCertificate certificate;
    private final SrtpNegotiation negotiation;
    private UseSRTPData chosen;

    SrtpTlsServer(DtlsConfig config, DtlsCertificate certificate, SrtpNegotiation negotiation) {
        super(certificate.crypto());
        this.config = config;
        this.certificate = certificate;
        this.negotiation = negotiation;
    }

    @Override
    protected ProtocolVersion[] getSupportedVersions() {
        return SrtpNegotiation.VERSIONS.clone();
    }

    @Override
    protected int[] getSupportedCipherSuites() {
        return negotiation.cipherSuites();
    }

    @Override
    protected boolean preferLocalCipherSuites() {
        return true;
    }

    @Override
    protected boolean selectCipherSuite(int cipherSuite) throws IOException {
        negotiation.onCipherSuite(cipherSuite);
        return super.selectCipherSuite(cipherSuite);
    }

    @Override
    public int[] getSupportedGroups() {
        return GROUPS.clone();
    }

    /// Only to be asked which suites are possible: a client without any of our groups has none.
    @Override
    protected int getMaximumNegotiableCurveBits() {
        int group = selectECDH(0);
        return group < 0 ? 0 : NamedGroup.getCurveBits(group);
    }

    @Override
    protected int selectECDH(int minimumCurveBits) {
        int[] offered = context.getSecurityParametersHandshake().getClientSupportedGroups();
        if (offered == null) {
            return NamedGroup.secp256r1;
        }
        return Arrays.stream(GROUPS)
                .filter(group -> Arrays.stream(offered).anyMatch(each -> each == group))
                .filter(group -> NamedGroup.getCurveBits(group) >= minimumCurveBits)
                .findFirst()
                .orElse(-1);
    }

    @Override
    public void processClientExtensions(Hashtable clientExtensions) throws IOException {
        super.processClientExtensions(clientExtensions);
        chosen = negotiation.choose(TlsSRTPUtils.getUseSRTPExtension(clientExtensions));
    }

    @Override
    public Hashtable getServerExtensions() throws IOException {
        Hashtable extensions = super.getServerExtensions();
        TlsSRTPUtils.addUseSRTPExtension(extensions, chosen);
        return extensions;
    }

    @Override
    protected boolean allowCertificateStatus() {
        return false;
    }

    @Override
    public TlsCredentials getCredentials() {
        return certificate.signer(context);
    }

    @Override
    public CertificateRequest getCertificateRequest() {
        short[] types = {ClientCertificateType.ecdsa_sign, ClientCertificateType.rsa_sign};
        return new CertificateRequest(types, SrtpNegotiation.signatureAlgorithms(), null);
    }

    @Override
    public void notifyClientCertificate(Certificate clientCertificate) throws IOException {
        negotiation.verify(clientCertificate);
    }

    @Override
    public void notifyHandshakeComplete() throws IOException {
        super.notifyHandshakeComplete();
        negotiation.onComplete(context);
    }

    @Override
    public void notifyAlertReceived(short level, short description) {
        negotiation.onAlert(level, description);
    }

    /// Without it there is no exporter (RFC 7627 §5.4), and so no SRTP.
    @Override
    public boolean requiresExtendedMasterSecret() {
        return true;
    }

    /// The certificate is known by its fingerprint: nobody cares who signed it, or how.
    @Override
    public boolean shouldCheckSigAlgOfPeerCerts() {
        return false;
    }

    /// Neither side ever renegotiates, so that a client that does not say so is no danger.
    @Override
    public void notifySecureRenegotiation(boolean secureRenegotiation) {}

    @Override
    public int getHandshakeResendTimeMillis() {
        return (int) config.initialResend().toMillis();
    }

    @Override
    public int getHandshakeTimeoutMillis() {
        return (int) config.handshakeTimeout().toMillis();
    }
}
