package weir.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import weir.testkit.TokenIssuer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

class KeyFileTest {
    @TempDir Path folder;

    @Test
    void aFileTellsItsAlgorithm() throws IOException {
        Path rsa = Files.writeString(folder.resolve("rsa.pem"), TokenIssuer.rs256("").pem());
        Path ec = Files.writeString(folder.resolve("ec.pem"), "x\n" + TokenIssuer.es256("").pem());

        assertThat(KeyFile.read(config(rsa, ec)))
                .extracting(KeyFile::algorithm)
                .containsExactly(VerificationKey.Algorithm.RS256, VerificationKey.Algorithm.ES256);
    }

    @Test
    void whatIsNoKeyIsNamed() throws IOException {
        Path broken =
                Files.writeString(
                        folder.resolve("broken.pem"),
                        "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----");

        assertThatThrownBy(() -> KeyFile.read(config(broken)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("access.jwt.key-files")
                .hasMessageContaining("broken.pem");
        assertThatThrownBy(() -> KeyFile.read(config(folder.resolve("none.pem"))))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("that can be read, not");
    }

    private static JwtConfig config(Path... files) {
        Duration second = Duration.ofSeconds(1);
        List<String> names = List.of(files).stream().map(Path::toString).toList();
        return new JwtConfig(
                List.of(), names, "", second, second, second, "", List.of(), Duration.ZERO);
    }
}
