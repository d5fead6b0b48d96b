package weir.tls;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import weir.testkit.CertificateFolder;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

class CertificateWatchTest {
    @TempDir private Path directory;

    @Test
    void whoCannotTakeANewCertificateKeepsItFromNobodyElse() throws Exception {
        CertificateFolder folder = new CertificateFolder(directory);
        folder.writePem("one");
        folder.writePem("other");
        CertificateWatch watch = CertificateWatch.open(config(), CertificateFolder.RANDOM);
        List<TlsIdentity> shown = new ArrayList<>();
        watch.onChange(
                _ -> {
                    throw new IllegalStateException("of the test");
                });
        watch.onChange(shown::add);

        for (String end : List.of(".pem", ".key")) {
            Files.move(
                    directory.resolve("other" + end),
                    directory.resolve("one" + end),
                    StandardCopyOption.REPLACE_EXISTING);
        }
        watch.look();

        assertThat(shown).containsExactly(watch.identity());
        assertThat(watch.stats().loaded()).isEqualTo(1);
    }

    private HttpsConfig config() {
        return new HttpsConfig(
                directory.resolve("one.pem").toString(),
                directory.resolve("one.key").toString(),
                "",
                "",
                0,
                Duration.ZERO);
    }
}
