package weir.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A path on which the kernel refuses UDP GSO, since a segment is longer than the MTU: loopback in
/// a network namespace that ends with the process in it.
class SmallMtuIT {
    private static final long LIMIT_SECONDS = 60;

    @Test
    void whatIsRefusedAsOneMessageArrivesDatagramByDatagram() throws Exception {
        assumeThat(output("true")).as("namespaces need root").isEmpty();
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        String probe =
                "ip link set lo mtu 1000 up && exec %s --enable-native-access=ALL-UNNAMED"
                        .concat(" -cp '%s' %s")
                        .formatted(
                                java,
                                System.getProperty("java.class.path"),
                                SmallMtuProbe.class.getName());

        assertThat(output("sh", "-c", probe))
                .endsWith(
                        """
                        one message first: true
                        arrived: 0 1 2 3 4 5 6 7
                        one message again: false
                        arrived: 8 9 10 11 12 13 14 15
                        another destination: true
                        """);
    }

    /// What a command prints in a namespace of its own, with its errors.
    private static String output(String... command) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(List.of("unshare", "-n"));
        all.addAll(List.of(command));
        Process process = new ProcessBuilder(all).redirectErrorStream(true).start();
        try {
            assertThat(process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)).as("it ends").isTrue();
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } finally {
            process.destroyForcibly();
        }
    }
}
