package weir.dtls;

import org.bouncycastle.tls.AbstractTlsClient;
import org.bouncycastle.tls.CertificateRequest;
import org.bouncycastle.tls.CipherSuite;
import org.bouncycastle.tls.DTLSClientProtocol;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.TlsAuthentication;
import org.bouncycastle.tls.TlsCredentials;
import org.bouncycastle.tls.TlsSRTPUtils;
import org.bouncycastle.tls.TlsServerCertificate;
import org.bouncycastle.tls.UseSRTPData;

import java.io.IOException;
import java.util.Hashtable;
import java.util.List;
import java.util.Random;
import java.util.Vector;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/// A DTLS client that says hello as browsers do, and can be told to misbehave.
@SuppressWarnings({"rawtypes", "unchecked"})
final class BrowserClient extends AbstractTlsClient {
    private static final int[] SUITES = {
        CipherSuite.TLS_AES_128_GCM_SHA256,
        CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,
        CipherSuite.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,
        CipherSuite.TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256,
        CipherSuite.TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256,
        CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA,
        CipherSuite.TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA,
        CipherSuite.TLS_RSA_WITH_AES_128_CBC_SHA,
    };

    private static final int SUPPORTED_VERSIONS = 43;
    private static final int KEY_SHARE = 51;
    private static final int GREASE = 0x3A3A;
    private static final int X25519_ML_KEM_768 = 0x11EC;
    private static final int KEY_SHARE_LENGTH = 1216;

    private final DtlsCertificate certificate;
    int[] srtpProfiles = {0x0001, 0x0008, 0x0007};
    int[] cipherSuites = SUITES;
    boolean showsCertificate = true;
    boolean wantsExtendedMasterSecret = true;

    /// What it has negotiated, completed exceptionally if nothing.
    final CompletableFuture<UseSRTPData> complete = new CompletableFuture<>();

    private UseSRTPData chosen;

    BrowserClient(DtlsCertificate certificate) {
        super(certificate.crypto());
        this.certificate = certificate;
    }

    /// Handshakes on a thread of its own.
    void connect(RecordChannel channel, HandshakeLimiter limiter) {
        limiter.start(
                () -> {
                    try {
                        new DTLSClientProtocol().connect(this, channel);
                        complete.complete(chosen);
                    } catch (IOException e) {
                        complete.completeExceptionally(e);
                    }
                    channel.flush();
                });
    }

    @Override
    protected ProtocolVersion[] getSupportedVersions() {
        return ProtocolVersion.DTLSv12.only();
    }

    @Override
    protected int[] getSupportedCipherSuites() {
        return cipherSuites.clone();
    }

    @Override
    protected Vector getSupportedGroups(Vector namedGroupRoles) {
        return new Vector<>(List.of(X25519_ML_KEM_768, 29, 23, 24));
    }

    @Override
    public boolean shouldUseExtendedMasterSecret() {
        return wantsExtendedMasterSecret;
    }

    @Override
    public Hashtable getClientExtensions() throws IOException {
        Hashtable extensions = super.getClientExtensions();
        TlsSRTPUtils.addUseSRTPExtension(extensions, new UseSRTPData(srtpProfiles, new byte[0]));
        extensions.put(
                SUPPORTED_VERSIONS,
                new byte[] {4, (byte) 0xFE, (byte) 0xFC, (byte) 0xFE, (byte) 0xFD});
        extensions.put(KEY_SHARE, keyShare());
        extensions.put(GREASE, new byte[] {0});
        return extensions;
    }

    private static byte[] keyShare() {
        byte[] share = new byte[6 + KEY_SHARE_LENGTH];
        new Random(1).nextBytes(share);
        int[] header = {
            KEY_SHARE_LENGTH + 4, X25519_ML_KEM_768, KEY_SHARE_LENGTH,
        };
        IntStream.range(0, 6)
                .forEach(i -> share[i] = (byte) (header[i / 2] >>> (i % 2 == 0 ? 8 : 0)));
        return share;
    }

    @Override
    public void processServerExtensions(Hashtable serverExtensions) throws IOException {
        super.processServerExtensions(serverExtensions);
        chosen = TlsSRTPUtils.getUseSRTPExtension(serverExtensions);
    }

    @Override
    public TlsAuthentication getAuthentication() {
        return new TlsAuthentication() {
            @Override
            public void notifyServerCertificate(TlsServerCertificate server) {}

            @Override
            public TlsCredentials getClientCredentials(CertificateRequest request) {
                return showsCertificate ? certificate.signer(context) : null;
            }
        };
    }

    @Override
    public int getHandshakeTimeoutMillis() {
        return 5000;
    }
}
