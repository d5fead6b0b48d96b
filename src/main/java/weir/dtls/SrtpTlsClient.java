package weir.dtls;

import org.bouncycastle.tls.AbstractTlsClient;
import org.bouncycastle.tls.CertificateRequest;
import org.bouncycastle.tls.CertificateStatusRequest;
import org.bouncycastle.tls.NamedGroup;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.TlsAuthentication;
import org.bouncycastle.tls.TlsCredentials;
import org.bouncycastle.tls.TlsSRTPUtils;
import org.bouncycastle.tls.TlsServerCertificate;

import java.io.IOException;
import java.util.Hashtable;
import java.util.List;
import java.util.Vector;

/// The client's half of a handshake: Bouncy Castle asks, this answers.
// Bouncy Castle's collections are raw.
@SuppressWarnings({"rawtypes", "unchecked"})
final class SrtpTlsClient extends AbstractTlsClient {
    private final DtlsConfig config;
    private final DtlsCertificate certificate;
    private final SrtpNegotiation negotiation;

    SrtpTlsClient(DtlsConfig config, DtlsCertificate certificate, SrtpNegotiation negotiation) {
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
    protected Vector getSupportedGroups(Vector namedGroupRoles) {
        return new Vector<>(List.of(NamedGroup.x25519, NamedGroup.secp256r1, NamedGroup.secp384r1));
    }

    @Override
    protected Vector getSupportedSignatureAlgorithms() {
        return SrtpNegotiation.signatureAlgorithms();
    }

    @Override
    protected CertificateStatusRequest getCertificateStatusRequest() {
        return null;
    }

    @Override
    public Hashtable getClientExtensions() throws IOException {
        Hashtable extensions = super.getClientExtensions();
        TlsSRTPUtils.addUseSRTPExtension(extensions, SrtpNegotiation.offer());
        return extensions;
    }

    @Override
    public void notifySelectedCipherSuite(int selectedCipherSuite) {
        negotiation.onCipherSuite(selectedCipherSuite);
    }

    @Override
    public void processServerExtensions(Hashtable serverExtensions) throws IOException {
        super.processServerExtensions(serverExtensions);
        negotiation.accept(TlsSRTPUtils.getUseSRTPExtension(serverExtensions));
    }

    @Override
    public TlsAuthentication getAuthentication() {
        return new TlsAuthentication() {
            @Override
            public void notifyServerCertificate(TlsServerCertificate server) throws IOException {
                negotiation.verify(server.getCertificate());
            }

            @Override
            public TlsCredentials getClientCredentials(CertificateRequest request) {
                return certificate.signer(context);
            }
        };
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

    /// Neither side ever renegotiates, so that a server that does not say so is no danger.
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
