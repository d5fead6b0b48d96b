package weir.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.List;

class NodeInfoTest {
    private static final NodeInfo NODE =
            new NodeInfo(
                    "node-a",
                    List.of("http://10.0.0.1:7777"),
                    7777,
                    Instant.parse("2026-01-02T03:04:05Z"),
                    "0.1.0",
                    new NodeLoad(3, 2, 5_000_000_000L, 0.25),
                    true);

    @Test
    void readsWhatItWrote() {
        assertThat(NodeInfo.read(NODE.toJson().encode())).contains(NODE);
    }

    @Test
    void ignoresFieldsOfANewerVersion() {
        assertThat(NodeInfo.read(NODE.toJson().put("region", "eu").encode())).contains(NODE);
    }

    @Test
    void readsNothingFromWhatIsNoNode() {
        assertThat(NodeInfo.read("[]")).isEmpty();
        assertThat(NodeInfo.read("{\"id\":\"a\"}")).isEmpty();
        assertThat(NodeInfo.read("{\"startedAt\":\"2026-01-02T03:04:05Z\"}")).isEmpty();
        assertThat(NodeInfo.read("{\"id\":1,\"startedAt\":\"now\"}")).isEmpty();
    }
}
