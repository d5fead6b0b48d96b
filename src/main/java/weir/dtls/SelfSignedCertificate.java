package weir.dtls;

import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.cert.bc.BcX509v3CertificateBuilder;
import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.crypto.generators.ECKeyPairGenerator;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.ECKeyGenerationParameters;
import org.bouncycastle.crypto.params.ECNamedDomainParameters;
import org.bouncycastle.crypto.util.PrivateKeyInfoFactory;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.bc.BcECContentSignerBuilder;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.stream.Stream;

/// A certificate that its own key has signed, with the key: ECDSA on P-256 (RFC 8827 §6.5). A
/// value, and a secret.
public final class SelfSignedCertificate {
    private static final Duration CLOCK_SKEW = Duration.ofDays(1);

    private final AsymmetricKeyParameter privateKey;
    private final byte[] der;

    private SelfSignedCertificate(AsymmetricKeyParameter privateKey, byte[] der) {
        this.privateKey = privateKey;
        this.der = der;
    }

    /// For peers that trust its fingerprint.
    static SelfSignedCertificate create(SecureRandom random, Duration validity) {
        return create(random, validity, List.of());
    }

    /// For a server, by its names (RFC 6125).
    ///
    /// @param addresses as numbers
    public static SelfSignedCertificate create(
            SecureRandom random,
            Duration validity,
            Collection<String> hosts,
            Collection<String> addresses) {
        List<GeneralName> names =
                Stream.concat(
                                hosts.stream()
                                        .map(host -> new GeneralName(GeneralName.dNSName, host)),
                                addresses.stream()
                                        .map(
                                                address ->
                                                        new GeneralName(
                                                                GeneralName.iPAddress, address)))
                        .toList();
        return create(random, validity, names);
    }

    private static SelfSignedCertificate create(
            SecureRandom random, Duration validity, List<GeneralName> names) {
        var generator = new ECKeyPairGenerator();
        generator.init(
                new ECKeyGenerationParameters(
                        ECNamedDomainParameters.lookup(SECObjectIdentifiers.secp256r1), random));
        AsymmetricCipherKeyPair keys = generator.generateKeyPair();
        try {
            byte[] der = sign(builder(keys, random, validity, names), keys, random);
            return new SelfSignedCertificate(keys.getPrivate(), der);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (OperatorCreationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static BcX509v3CertificateBuilder builder(
            AsymmetricCipherKeyPair keys,
            SecureRandom random,
            Duration validity,
            List<GeneralName> names)
            throws IOException {
        Instant now = Instant.now();
        var name = new X500Name("CN=weir");
        var builder =
                new BcX509v3CertificateBuilder(
                        name,
                        new BigInteger(64, random).setBit(0),
                        Date.from(now.minus(CLOCK_SKEW)),
                        Date.from(now.plus(validity)),
                        name,
                        keys.getPublic());
        if (!names.isEmpty()) {
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
            builder.addExtension(
                    Extension.extendedKeyUsage,
                    false,
                    new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));
            builder.addExtension(
                    Extension.subjectAlternativeName,
                    false,
                    new GeneralNames(names.toArray(GeneralName[]::new)));
        }
        return builder;
    }

    private static byte[] sign(
            BcX509v3CertificateBuilder builder, AsymmetricCipherKeyPair keys, SecureRandom random)
            throws IOException, OperatorCreationException {
        var signer =
                new BcECContentSignerBuilder(
                                new AlgorithmIdentifier(X9ObjectIdentifiers.ecdsa_with_SHA256),
                                new AlgorithmIdentifier(NISTObjectIdentifiers.id_sha256))
                        .setSecureRandom(random)
                        .build(keys.getPrivate());
        return builder.build(signer).getEncoded();
    }

    AsymmetricKeyParameter privateKey() {
        return privateKey;
    }

    /// The certificate.
    public byte[] der() {
        return der.clone();
    }

    /// The private key, as PKCS#8.
    public byte[] pkcs8() {
        try {
            return PrivateKeyInfoFactory.createPrivateKeyInfo(privateKey).getEncoded();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
