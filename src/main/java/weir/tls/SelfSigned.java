package weir.tls;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import weir.dtls.SelfSignedCertificate;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Makes an identity that nobody vouches for, and keeps it in a file between starts.
final class SelfSigned {
    private static final Logger log = LoggerFactory.getLogger(SelfSigned.class);

    /// Browsers take no longer one, even where people have told them to trust it.
    private static final Duration VALIDITY = Duration.ofDays(397);

    /// One that ends sooner is made anew.
    static final Duration RENEWED_BEFORE = Duration.ofDays(30);

    private SelfSigned() {}

    static TlsIdentity create(SecureRandom random, LocalNames names) {
        SelfSignedCertificate made =
                SelfSignedCertificate.create(random, VALIDITY, names.hosts(), names.addresses());
        try {
            PrivateKey key =
                    KeyFactory.getInstance("EC")
                            .generatePrivate(new PKCS8EncodedKeySpec(made.pkcs8()));
            return new TlsIdentity(
                    key,
                    List.of(
                            (X509Certificate)
                                    CertificateFactory.getInstance("X.509")
                                            .generateCertificate(
                                                    new ByteArrayInputStream(made.der()))));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /// The one that is kept, if it is good for these names for a while; otherwise a new one, which
    /// is kept.
    static TlsIdentity kept(Path file, SecureRandom random, LocalNames names)
            throws UnusableCertificateException {
        Optional<TlsIdentity> old = find(file).filter(found -> isGood(found, names));
        if (old.isPresent()) {
            return old.get();
        }
        TlsIdentity made = create(random, names);
        write(file, made.keyStore());
        log.info("made a certificate for {}, kept in {}", names, file);
        return made;
    }

    private static boolean isGood(TlsIdentity identity, LocalNames names) {
        Instant wanted = Instant.now().plus(RENEWED_BEFORE);
        return identity.notAfter().isAfter(wanted) && shown(identity).containsAll(names.all());
    }

    private static Set<String> shown(TlsIdentity identity) {
        try {
            Collection<List<?>> names = identity.certificate().getSubjectAlternativeNames();
            return names == null
                    ? Set.of()
                    : names.stream()
                            .map(name -> LocalNames.canonical(name.getLast().toString()))
                            .collect(Collectors.toSet());
        } catch (GeneralSecurityException _) {
            return Set.of();
        }
    }

    /// Empty if there is no such file yet.
    static Optional<TlsIdentity> find(Path file) throws UnusableCertificateException {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(
                    new ByteArrayInputStream(Files.readAllBytes(file)), TlsIdentity.STORE_PASSWORD);
            for (String alias : Collections.list(store.aliases())) {
                if (store.getKey(alias, TlsIdentity.STORE_PASSWORD) instanceof PrivateKey key
                        && store.getCertificate(alias) instanceof X509Certificate certificate) {
                    return Optional.of(new TlsIdentity(key, List.of(certificate)));
                }
            }
            throw foreign(file);
        } catch (NoSuchFileException _) {
            return Optional.empty();
        } catch (IOException | GeneralSecurityException _) {
            throw foreign(file);
        }
    }

    private static UnusableCertificateException foreign(Path file) {
        return new UnusableCertificateException(
                "https.self-signed-file", "must be a file that Weir has made, or none yet", file);
    }

    /// Whole or not at all, and for nobody else to read.
    private static void write(Path file, KeyStore store) throws UnusableCertificateException {
        try {
            Path folder = file.toAbsolutePath().getParent();
            Files.createDirectories(folder);
            Path part =
                    Files.createTempFile(
                            folder,
                            ".weir",
                            ".part",
                            PosixFilePermissions.asFileAttribute(
                                    PosixFilePermissions.fromString("rw-------")));
            try (OutputStream out = Files.newOutputStream(part)) {
                store.store(out, TlsIdentity.STORE_PASSWORD);
            }
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException | GeneralSecurityException e) {
            throw new UnusableCertificateException(
                    "https.self-signed-file", "must be where this user may write", file);
        }
    }
}
