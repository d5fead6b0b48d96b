package weir.bench.session;

import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.ExporterLabel;
import org.bouncycastle.tls.TlsContext;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.UseSRTPData;

import weir.peer.CertificateFingerprint;
import weir.srtp.SrtpKeys;
import weir.srtp.SrtpProfile;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// What a handshake must agree on in either role: the one profile that is measured, the promised
/// certificate, and the keys (RFC 5764). Owned by the handshake.
final class SrtpAgreement {
    private final SrtpProfile profile;
    private final List<CertificateFingerprint> fingerprints;
    private SrtpKeys keys;

    SrtpAgreement(SrtpProfile profile, List<CertificateFingerprint> fingerprints) {
        this.profile = profile;
        this.fingerprints = fingerprints;
    }

    UseSRTPData offer() {
        return new UseSRTPData(new int[] {profile.id()}, new byte[0]);
    }

    /// @param theirs null if the server does not speak SRTP
    void check(UseSRTPData theirs) throws IOException {
        if (theirs == null
                || Arrays.stream(theirs.getProtectionProfiles())
                        .noneMatch(id -> id == profile.id())) {
            throw new TlsFatalAlert(
                    AlertDescription.handshake_failure, "the server does not take " + profile);
        }
    }

    void verify(Certificate certificate) throws IOException {
        try {
            byte[] der = certificate.getCertificateAt(0).getEncoded();
            for (CertificateFingerprint each : fingerprints) {
                String algorithm = each.algorithm().toUpperCase(Locale.ROOT);
                if (DtlsIdentity.hash(algorithm, der).equals(each.hex())) {
                    return;
                }
            }
        } catch (GeneralSecurityException e) {
            throw new TlsFatalAlert(AlertDescription.internal_error, e);
        }
        throw new TlsFatalAlert(AlertDescription.bad_certificate, "not the promised certificate");
    }

    /// Order of the export: client key, server key, client salt, server salt.
    void export(TlsContext context) {
        int salt = profile.saltLength();
        int key = SrtpProfile.KEY_LENGTH;
        byte[] all = context.exportKeyingMaterial(ExporterLabel.dtls_srtp, null, 2 * (key + salt));
        byte[] clientKey = Arrays.copyOfRange(all, 0, key);
        byte[] serverKey = Arrays.copyOfRange(all, key, 2 * key);
        byte[] clientSalt = Arrays.copyOfRange(all, 2 * key, 2 * key + salt);
        byte[] serverSalt = Arrays.copyOfRange(all, 2 * key + salt, all.length);
        keys =
                context.isServer()
                        ? new SrtpKeys(profile, serverKey, serverSalt, clientKey, clientSalt)
                        : new SrtpKeys(profile, clientKey, clientSalt, serverKey, serverSalt);
    }

    SrtpKeys keys() {
        return keys;
    }
}
