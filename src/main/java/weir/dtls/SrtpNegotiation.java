package weir.dtls;

import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.AlertLevel;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.CipherSuite;
import org.bouncycastle.tls.ExporterLabel;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.SignatureAndHashAlgorithm;
import org.bouncycastle.tls.SignatureScheme;
import org.bouncycastle.tls.TlsContext;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.UseSRTPData;

import weir.peer.DtlsRole;
import weir.srtp.SrtpKeys;
import weir.srtp.SrtpProfile;

import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.Vector;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// What one handshake agrees on, the same for both roles: algorithms, the peer's certificate, the
/// SRTP profile and its keys. Owned by whoever runs the association: its thread, then the loop.
final class SrtpNegotiation {
    /// Offered and accepted: DTLS 1.2, since Bouncy Castle has no 1.3.
    static final ProtocolVersion[] VERSIONS = ProtocolVersion.DTLSv12.only();

    /// The preferred first; RFC 8827 §6.5 makes it mandatory.
    private static final int[] ECDSA_SUITES = {
        CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,
        CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384,
        CipherSuite.TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256,
    };

    /// For servers whose certificate is RSA.
    private static final int[] RSA_SUITES = {
        CipherSuite.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,
        CipherSuite.TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384,
        CipherSuite.TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256,
    };

    private static final int[] SIGNATURE_SCHEMES = {
        SignatureScheme.ecdsa_secp256r1_sha256,
        SignatureScheme.ecdsa_secp384r1_sha384,
        SignatureScheme.ecdsa_secp521r1_sha512,
        SignatureScheme.rsa_pss_rsae_sha256,
        SignatureScheme.rsa_pss_rsae_sha384,
        SignatureScheme.rsa_pss_rsae_sha512,
        SignatureScheme.rsa_pkcs1_sha256,
        SignatureScheme.rsa_pkcs1_sha384,
        SignatureScheme.rsa_pkcs1_sha512,
    };

    private static final int AEAD_TAG_LENGTH = 16;
    private static final int GCM_NONCE_LENGTH = 8;

    private final DtlsRole role;
    private final FingerprintVerifier verifier;
    private final RecordChannel channel;

    private SrtpProfile profile;
    private SrtpKeys keys;
    private boolean closedByPeer;

    SrtpNegotiation(DtlsRole role, FingerprintVerifier verifier, RecordChannel channel) {
        this.role = role;
        this.verifier = verifier;
        this.channel = channel;
    }

    /// A server's certificate is ECDSA here; a client takes what servers have.
    int[] cipherSuites() {
        return switch (role) {
            case SERVER -> ECDSA_SUITES.clone();
            case CLIENT ->
                    IntStream.concat(Arrays.stream(ECDSA_SUITES), Arrays.stream(RSA_SUITES))
                            .toArray();
        };
    }

    /// For the peer's certificate: browsers have ECDSA on P-256, some applications RSA.
    static Vector<SignatureAndHashAlgorithm> signatureAlgorithms() {
        var algorithms = new Vector<SignatureAndHashAlgorithm>();
        for (int scheme : SIGNATURE_SCHEMES) {
            algorithms.add(SignatureScheme.getSignatureAndHashAlgorithm(scheme));
        }
        return algorithms;
    }

    void onCipherSuite(int cipherSuite) {
        boolean chacha =
                switch (cipherSuite) {
                    case CipherSuite.TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256,
                            CipherSuite.TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256 ->
                            true;
                    default -> false;
                };
        channel.onCipherChosen(chacha ? AEAD_TAG_LENGTH : GCM_NONCE_LENGTH + AEAD_TAG_LENGTH);
    }

    /// @param certificate the peer's, empty if it has none to show
    void verify(Certificate certificate) throws IOException {
        if (certificate == null || certificate.isEmpty()) {
            throw new TlsFatalAlert(
                    AlertDescription.handshake_failure, "the peer shows no certificate");
        }
        if (!verifier.matches(certificate.getCertificateAt(0).getEncoded())) {
            throw new TlsFatalAlert(
                    AlertDescription.bad_certificate, "the fingerprint is not the promised one");
        }
    }

    /// What a client offers (RFC 5764 §4.1.1), without an MKI.
    static UseSRTPData offer() {
        return useSrtp(Stream.of(SrtpProfile.values()).mapToInt(SrtpProfile::id).toArray());
    }

    /// The server's choice: our order counts, not the client's.
    ///
    /// @param offered null if the client does not speak SRTP
    UseSRTPData choose(UseSRTPData offered) throws IOException {
        profile =
                Stream.of(SrtpProfile.values())
                        .filter(each -> offered != null && has(offered, each))
                        .findFirst()
                        .orElseThrow(SrtpNegotiation::noProfile);
        return useSrtp(profile.id());
    }

    /// @param chosen null if the server does not speak SRTP
    void accept(UseSRTPData chosen) throws IOException {
        if (chosen == null) {
            throw noProfile();
        }
        // RFC 5764 §4.1.1: exactly one of ours, and no MKI, since we had none.
        Optional<SrtpProfile> ours =
                Stream.of(SrtpProfile.values()).filter(each -> has(chosen, each)).findFirst();
        if (chosen.getProtectionProfiles().length != 1
                || ours.isEmpty()
                || chosen.getMki().length != 0) {
            throw new TlsFatalAlert(AlertDescription.illegal_parameter, "use_srtp is not ours");
        }
        profile = ours.get();
    }

    private static boolean has(UseSRTPData data, SrtpProfile profile) {
        return Arrays.stream(data.getProtectionProfiles()).anyMatch(id -> id == profile.id());
    }

    private static UseSRTPData useSrtp(int... profiles) {
        return new UseSRTPData(profiles, new byte[0]);
    }

    private static TlsFatalAlert noProfile() {
        return new TlsFatalAlert(AlertDescription.handshake_failure, "no SRTP profile in common");
    }

    /// Exports the keys while Bouncy Castle still has the master secret (RFC 5764 §4.2).
    void onComplete(TlsContext context) {
        int keyLength = SrtpProfile.KEY_LENGTH;
        int saltLength = profile.saltLength();
        byte[] exported =
                context.exportKeyingMaterial(
                        ExporterLabel.dtls_srtp, null, 2 * (keyLength + saltLength));
        int salts = 2 * keyLength;
        byte[] clientKey = Arrays.copyOfRange(exported, 0, keyLength);
        byte[] serverKey = Arrays.copyOfRange(exported, keyLength, salts);
        byte[] clientSalt = Arrays.copyOfRange(exported, salts, salts + saltLength);
        byte[] serverSalt = Arrays.copyOfRange(exported, salts + saltLength, exported.length);
        Arrays.fill(exported, (byte) 0);
        keys =
                switch (role) {
                    case CLIENT ->
                            new SrtpKeys(profile, clientKey, clientSalt, serverKey, serverSalt);
                    case SERVER ->
                            new SrtpKeys(profile, serverKey, serverSalt, clientKey, clientSalt);
                };
    }

    void onAlert(short level, short description) {
        closedByPeer |= level == AlertLevel.fatal || description == AlertDescription.close_notify;
    }

    /// Those of the handshake that is complete.
    SrtpKeys keys() {
        return keys;
    }

    /// The peer has sent close_notify or a fatal alert.
    boolean isClosedByPeer() {
        return closedByPeer;
    }
}
