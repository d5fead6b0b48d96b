package weir.dtls;

import static org.assertj.core.api.Assertions.assertThat;

import static java.util.concurrent.TimeUnit.SECONDS;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayInputStream;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;

class DtlsCertificateTest {
    @Test
    void isSignedByItselfOnP256() throws Exception {
        DtlsCertificate certificate = DtlsCertificate.create(new SecureRandom());

        X509Certificate x509 = parse(certificate);
        x509.verify(x509.getPublicKey());
        x509.checkValidity();
        assertThat(x509.getSigAlgName()).isEqualTo("SHA256withECDSA");
        assertThat(((ECPublicKey) x509.getPublicKey()).getParams().toString())
                .contains("secp256r1");
    }

    @Test
    void hasTheFingerprintOfItsBytes() throws Exception {
        DtlsCertificate certificate = DtlsCertificate.create(new SecureRandom());

        assertThat(certificate.fingerprint())
                .isEqualTo(FingerprintVerifier.sha256(parse(certificate).getEncoded()));
        assertThat(certificate.fingerprint().hex()).matches("([0-9A-F]{2}:){31}[0-9A-F]{2}");
    }

    @Test
    void isAnotherEachTime() {
        assertThat(DtlsCertificate.create(new SecureRandom()).fingerprint())
                .isNotEqualTo(DtlsCertificate.create(new SecureRandom()).fingerprint());
    }

    @Test
    void warmsUp() throws Exception {
        DtlsCertificate certificate = DtlsCertificate.create(new SecureRandom());

        assertThat(DtlsWarmup.start(certificate).get(DtlsPair.WAIT_SECONDS, SECONDS)).isPositive();
    }

    private static X509Certificate parse(DtlsCertificate certificate) throws Exception {
        byte[] der = certificate.chain().getCertificateAt(0).getEncoded();
        return (X509Certificate)
                CertificateFactory.getInstance("X.509")
                        .generateCertificate(new ByteArrayInputStream(der));
    }
}
