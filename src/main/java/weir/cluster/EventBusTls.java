package weir.cluster;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.EventBusOptions;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;

import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.cert.bc.BcX509v3CertificateBuilder;
import org.bouncycastle.crypto.params.ECNamedDomainParameters;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.util.PrivateKeyInfoFactory;
import org.bouncycastle.operator.DefaultDigestAlgorithmIdentifierFinder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.bc.BcECContentSignerBuilder;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;

/// The key that all nodes of a cluster have, as certificate and trust anchor of the event bus: a
/// node shows that it has it, and talks to nobody who has not. A value, and a secret.
///
/// @param key         PKCS #8, PEM
/// @param certificate of ECDSA on P-256, signed by itself, PEM; another each time, of the same key
record EventBusTls(Buffer key, Buffer certificate) {
    /// 64 bits more than the order of P-256 has, so that its remainder is as good as even (FIPS
    /// 186-5 A.2.1).
    static final int SEED_LENGTH = 40;

    // Clocks are not what keeps strangers out.
    private static final Instant BEGIN = Instant.parse("2020-01-01T00:00:00Z");
    private static final Instant END = Instant.parse("2120-01-01T00:00:00Z");

    /// @param seed as even as random; lent
    static EventBusTls ofSeed(byte[] seed) {
        var domain = ECNamedDomainParameters.lookup(SECObjectIdentifiers.secp256r1);
        BigInteger last = domain.getN().subtract(BigInteger.ONE);
        BigInteger scalar = new BigInteger(1, seed).mod(last).add(BigInteger.ONE);
        var privateKey = new ECPrivateKeyParameters(scalar, domain);
        var publicKey = new ECPublicKeyParameters(domain.getG().multiply(scalar), domain);
        try {
            byte[] key = PrivateKeyInfoFactory.createPrivateKeyInfo(privateKey).getEncoded();
            return new EventBusTls(
                    pem("PRIVATE KEY", key), pem("CERTIFICATE", sign(privateKey, publicKey)));
        } catch (IOException | OperatorCreationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] sign(ECPrivateKeyParameters privateKey, ECPublicKeyParameters publicKey)
            throws IOException, OperatorCreationException {
        var signature = new AlgorithmIdentifier(X9ObjectIdentifiers.ecdsa_with_SHA256);
        var digest = new DefaultDigestAlgorithmIdentifierFinder().find(signature);
        var name = new X500Name("CN=weir cluster");
        // A trust anchor must be a certificate authority.
        ASN1Encodable authority = new BasicConstraints(true);
        return new BcX509v3CertificateBuilder(
                        name, BigInteger.ONE, Date.from(BEGIN), Date.from(END), name, publicKey)
                .addExtension(Extension.basicConstraints, true, authority)
                .build(new BcECContentSignerBuilder(signature, digest).build(privateKey))
                .getEncoded();
    }

    private static Buffer pem(String label, byte[] der) {
        String lines =
                Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                        .encodeToString(der);
        return Buffer.buffer(
                "-----BEGIN " + label + "-----\n" + lines + "\n-----END " + label + "-----\n");
    }

    /// Both ends of each connection must show that they have the key; names do not count.
    void protect(EventBusOptions options) {
        options.setSsl(true)
                .setKeyCertOptions(
                        new PemKeyCertOptions().addKeyValue(key).addCertValue(certificate))
                .setTrustOptions(new PemTrustOptions().addCertValue(certificate))
                // Without this the end that dials trusts everybody: Vert.x's default here alone.
                .setTrustAll(false)
                .setClientAuth(ClientAuth.REQUIRED);
    }

    @Override
    public String toString() {
        return "EventBusTls";
    }
}
