package weir.cluster;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;

class ClusterAddressTest {
    private static final InetAddress HERE = InetAddress.getLoopbackAddress();

    @Test
    void oneFreePortIsEnoughAndNoneIsTold() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, HERE)) {
            int port = taken.getLocalPort();

            assertThatThrownBy(() -> ClusterAddress.requireFreePort(config(port, 1), HERE))
                    .isInstanceOf(BindException.class)
                    .hasMessageContaining("TCP ports " + port + " to " + port + " on 127.0.0.1")
                    .hasMessageContaining("cluster.port, cluster.port-count");
            assertThatCode(() -> ClusterAddress.requireFreePort(config(port, 20), HERE))
                    .doesNotThrowAnyException();
        }
    }

    private static ClusterConfig config(int port, int count) {
        return new ClusterConfig(
                "test",
                "",
                Discovery.MACHINE,
                List.of(),
                "",
                port,
                count,
                Duration.ofSeconds(8),
                Duration.ofSeconds(2));
    }
}
