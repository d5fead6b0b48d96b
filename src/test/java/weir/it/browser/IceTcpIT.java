package weir.it.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;

import io.vertx.core.json.JsonObject;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import weir.it.Figures;
import weir.it.NodeProcess;

import java.util.List;
import java.util.Map;

/// A browser that learns of no candidates but those of TCP publishes and watches by them.
class IceTcpIT {
    private static final int FRAMES = 60;
    private static final String TCP_ONLY = Chromium.resource("tcp.js");

    private static Stage stage;
    private static NodeProcess node;

    @BeforeAll
    static void open() {
        stage = Stage.open("ice-tcp", 1, Map.of());
        node = stage.node(1);
    }

    @AfterAll
    static void close() {
        stage.close();
    }

    @Test
    void playsAndPublishesOverTcp() {
        String published = node.url() + "/publish.html?stream=tcp&codec=VP8&source=test&autostart";
        String watched = node.url() + "/watch.html?stream=tcp&autoplay";
        try (Publisher publisher = new Publisher(stage.chromium().open(published, TCP_ONLY))) {
            publisher.awaitFirstFrameSent();
            try (Viewer byUdp = stage.chromium().watch(node, "tcp");
                    Viewer viewer = new Viewer(stage.chromium().open(watched, TCP_ONLY))) {
                Figures.note("first picture by TCP alone", viewer.awaitFirstFrame(), "ms", 2000);
                Figures.remark("%.0f ms by UDP".formatted(byUdp.awaitFirstFrame()));
                viewer.awaitDecodedBeyond(viewer.received(), FRAMES);

                assertThat(protocol(viewer.page())).isEqualTo("tcp");
                assertThat(protocol(publisher.page())).isEqualTo("tcp");
                assertThat(toldBy("publish")).containsExactly("tcp");
                assertThat(toldBy("subscribe")).containsExactlyInAnyOrder("tcp", "udp");
            }
        }
    }

    /// Of the pair that the page uses.
    private static String protocol(Page page) {
        return (String)
                page.evaluate(
                        """
                        async () => {
                          const stats = await weir.pc.getStats();
                          const all = [...stats.values()];
                          const transport = all.find(s => s.type === "transport");
                          const pair = stats.get(transport.selectedCandidatePairId);
                          return stats.get(pair.remoteCandidateId).protocol;
                        }
                        """);
    }

    private static List<String> toldBy(String side) {
        JsonObject status = new JsonObject(node.request("GET", "/api/streams/tcp").body());
        return status.getJsonObject(side).getJsonArray("sessions").stream()
                .map(session -> ((JsonObject) session).getJsonObject("stats"))
                .map(stats -> stats.getString("protocol"))
                .toList();
    }
}
