package weir.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import weir.testkit.CertificateFolder;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

class CertificateFilesTest {
    @TempDir private Path directory;
    private CertificateFolder folder;

    @BeforeEach
    void makeTwo() {
        folder = new CertificateFolder(directory);
        folder.writePem("one");
        folder.writePem("two");
        folder.writePkcs12("one", "open");
    }

    @Test
    void readsPemAndPkcs12() throws UnusableCertificateException {
        TlsIdentity pem = read("one.pem", "one.key", "");
        TlsIdentity store = read("one.p12", "", "open");

        assertThat(store.certificate()).isEqualTo(pem.certificate());
        assertThat(store.key()).isEqualTo(pem.key());
    }

    @Test
    void readsTheKeyFromTheCertificatesFile() throws IOException, UnusableCertificateException {
        String both =
                Files.readString(directory.resolve("one.key"))
                        + Files.readString(directory.resolve("one.pem"));
        Files.writeString(directory.resolve("both.pem"), both);

        assertThat(read("both.pem", "", "")).isEqualTo(read("one.pem", "one.key", ""));
    }

    @Test
    void readsAnEncryptedKey() throws UnusableCertificateException {
        folder.writeEncryptedKey("one", "open");

        assertThat(read("one.pem", "one.encrypted.key", "open"))
                .isEqualTo(read("one.pem", "one.key", ""));
        refuses("one.pem", "one.encrypted.key", "shut", "https.key must be a private key in PEM");
    }

    @Test
    void tellsWhichSettingIsToBlame() throws IOException {
        Files.writeString(directory.resolve("none.txt"), "hello");

        refuses("none.pem", "one.key", "", "https.certificate must be a file that can be read");
        refuses("one.pem", "none.key", "", "https.key must be a file that can be read");
        refuses("one.pem", "", "", "https.key must name the key's file");
        refuses("one.pem", "two.key", "", "https.key must belong to the first certificate");
        refuses("one.key", "one.key", "", "https.certificate must hold a certificate");
        refuses("one.pem", "one.pem", "", "https.key must hold a private key");
        refuses("none.txt", "", "", "https.certificate must be PEM or PKCS#12");
        refuses("one.p12", "", "shut", "https.password must open");
        refuses("one.p12", "one.key", "open", "https.key must be empty");
    }

    @Test
    void refusesAStoreOfAKeyAlone() throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        PrivateKey key = read("one.pem", "one.key", "").key();
        store.setKeyEntry("alone", sealed(key, "open"), null);
        try (OutputStream out = Files.newOutputStream(directory.resolve("alone.p12"))) {
            store.store(out, "open".toCharArray());
        }

        refuses("alone.p12", "", "open", "https.certificate must hold the key's certificate");
    }

    /// As `openssl pkcs12 -nocerts` has it.
    private static byte[] sealed(PrivateKey key, String password) throws Exception {
        String algorithm = "PBEWithSHA1AndDESede";
        Cipher cipher = Cipher.getInstance(algorithm);
        cipher.init(
                Cipher.ENCRYPT_MODE,
                SecretKeyFactory.getInstance(algorithm)
                        .generateSecret(new PBEKeySpec(password.toCharArray())));
        byte[] bytes = cipher.doFinal(key.getEncoded());
        return new EncryptedPrivateKeyInfo(cipher.getParameters(), bytes).getEncoded();
    }

    @Test
    void aCertificateMadeHereIsForAllNamesOfThisMachine() throws Exception {
        TlsIdentity made = SelfSigned.create(CertificateFolder.RANDOM, LocalNames.ofThisMachine());

        assertThat(made.isConsistent()).isTrue();
        assertThat(made.certificate().getSubjectAlternativeNames())
                .extracting(name -> LocalNames.canonical(name.getLast().toString()))
                .contains("localhost", "127.0.0.1");
    }

    @Test
    void aCertificateMadeHereIsKeptAndMadeAnewForAnotherName() throws Exception {
        Path file = directory.resolve("new/kept.p12");
        LocalNames names = LocalNames.ofThisMachine();
        LocalNames more = new LocalNames(Set.of("other"), names.addresses());

        TlsIdentity made = SelfSigned.kept(file, CertificateFolder.RANDOM, names);

        assertThat(SelfSigned.kept(file, CertificateFolder.RANDOM, names)).isEqualTo(made);
        assertThat(SelfSigned.kept(file, CertificateFolder.RANDOM, more)).isNotEqualTo(made);
        assertThat(Files.getPosixFilePermissions(file)).hasSize(2);
    }

    @Test
    void aFileThatWeirHasNotMadeIsNotWrittenOver() {
        assertThatThrownBy(
                        () ->
                                new HttpsConfig(
                                        "self-signed",
                                        "",
                                        "",
                                        directory.resolve("one.p12").toString(),
                                        0,
                                        Duration.ZERO))
                .hasMessageStartingWith("https.self-signed-file must be a file that Weir has made");
    }

    @Test
    void theWatchKeepsTheOldIdentityWhileTheNewOneCannotBeUsed() throws Exception {
        CertificateWatch watch =
                CertificateWatch.open(
                        new HttpsConfig(
                                directory.resolve("one.pem").toString(),
                                directory.resolve("one.key").toString(),
                                "",
                                "",
                                0,
                                Duration.ZERO),
                        CertificateFolder.RANDOM);
        TlsIdentity before = watch.identity();

        Files.copy(directory.resolve("two.pem"), folder.replaced("one.pem"));
        watch.look();
        watch.look();
        assertThat(watch.identity()).isEqualTo(before);
        assertThat(watch.stats().refused()).isEqualTo(1);

        Files.copy(directory.resolve("two.key"), folder.replaced("one.key"));
        watch.look();
        assertThat(watch.identity()).isEqualTo(read("two.pem", "two.key", ""));
        assertThat(watch.stats().loaded()).isEqualTo(1);
    }

    private TlsIdentity read(String certificate, String key, String password)
            throws UnusableCertificateException {
        return new CertificateFiles(
                        directory.resolve(certificate),
                        key.isEmpty() ? Optional.empty() : Optional.of(directory.resolve(key)),
                        password)
                .read();
    }

    private void refuses(String certificate, String key, String password, String because) {
        assertThatThrownBy(() -> read(certificate, key, password))
                .isInstanceOf(UnusableCertificateException.class)
                .hasMessageStartingWith(because)
                .message()
                .doesNotContain("shut");
    }
}
