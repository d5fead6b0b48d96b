package weir.app;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import picocli.CommandLine;

import weir.testkit.CertificateFolder;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Map;

class MainTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void findsTheDefaultsGood() {
        assertThat(run(Map.of(), "--check-config")).isZero();
        assertThat(out).hasToString("The settings are good." + System.lineSeparator());
    }

    @Test
    void tellsEachProblemInALineAndExitsWith2() {
        int exitCode =
                run(
                        Map.of("WEIR_CASCADE_GRACE", "soon"),
                        "--check-config",
                        "--http-port=x",
                        "--udp-port=70000");

        assertThat(exitCode).isEqualTo(2);
        assertThat(err.toString().lines())
                .containsExactly(
                        "weir: http.port must be a whole number, is 'x' (--http-port)",
                        "weir: transport.udp-port must be 0..65535, is 70000 (--udp-port)",
                        "weir: cascade.grace must be a time such as 500ms, 30s, 5m or 2h,"
                                + " is 'soon' (WEIR_CASCADE_GRACE)");
    }

    @Test
    void tellsWhatIsWrongWithACertificateOnceAndWithoutItsPassword(@TempDir Path directory) {
        CertificateFolder folder = new CertificateFolder(directory);
        folder.writePkcs12("one", "open");
        folder.writePem("one");
        folder.writePem("two");
        String pem = folder.path("one.pem").toString();
        String store = folder.path("one.p12").toString();
        String key = folder.path("two.key").toString();

        run(Map.of("WEIR_HTTPS_PASSWORD", "shut"), "--check-config", "--https", store);
        run(Map.of("WEIR_HTTPS_KEY", key), "--https", pem, "--http-port=x", "--check-config");

        assertThat(err.toString().lines())
                .containsExactly(
                        "weir: https.password must open " + store + " (WEIR_HTTPS_PASSWORD)",
                        "weir: http.port must be a whole number, is 'x' (--http-port)",
                        "weir: https.key must belong to the first certificate of "
                                + (pem + ", is " + key + " (WEIR_HTTPS_KEY)"));
    }

    @Test
    void readsTheFilesThatAreNamed() {
        Map<String, String> keys = Map.of("WEIR_ACCESS_JWT_KEY_FILES", "/none.pem");
        Map<String, String> tokens = Map.of("WEIR_CASCADE_TOKEN_FILE", "/none.txt");

        assertThat(run(keys, "--check-config")).isEqualTo(2);
        assertThat(run(tokens, "--check-config")).isEqualTo(2);
        assertThat(err.toString().lines())
                .containsExactly(
                        "weir: access.jwt.key-files must be text files that can be read, not"
                                + " /none.pem",
                        "weir: cascade.token-file must be a text file that can be read, is"
                                + " /none.txt");
    }

    @Test
    void joinsTheNodesThatAreListedUnderTheClustersName() {
        Map<String, String> secret = Map.of("WEIR_CLUSTER_SECRET", "known to a, b and c");

        assertThat(run(secret, "--check-config", "--cluster=a", "--join=b:1,c:2")).isZero();
    }

    @Test
    void joinsNoOtherMachineWithoutASecret() {
        assertThat(run(Map.of(), "--check-config", "--cluster=a")).isEqualTo(2);
        assertThat(err.toString()).contains("WEIR_CLUSTER_SECRET");
    }

    @Test
    void refusesAFileThatIsNotThere() {
        assertThat(run(Map.of(), "--check-config", "--config", "/none.yaml")).isEqualTo(2);
        assertThat(err).hasToString("weir: /none.yaml must be a file, is not there\n");
    }

    @Test
    void refusesAnOptionThatThereIsNot() {
        assertThat(run(Map.of(), "--udp-prot=1")).isEqualTo(2);
        assertThat(err.toString()).contains("--udp-prot", "--udp-port");
    }

    @Test
    void tellsItsOptionsAndItsVersion() {
        assertThat(run(Map.of(), "--help")).isZero();
        assertThat(run(Map.of(), "--version")).isZero();
        assertThat(out.toString())
                .contains("--config", "--join", "--cluster", "weir (not packaged)");
    }

    private int run(Map<String, String> environment, String... arguments) {
        CommandLine commandLine = Main.commandLine(environment);
        return commandLine
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }
}
