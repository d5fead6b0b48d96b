package weir.it.net;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import weir.it.Await;
import weir.it.Continuity;
import weir.it.WeirCluster;
import weir.rtp.MediaKind;
import weir.testkit.ClientMedia;
import weir.testkit.ReceivedRtp;
import weir.testkit.WebRtcClient;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/// What a viewer gets of a publisher at the same node, packet by packet.
class ForwardingIT {
    private static final Duration SOON = Duration.ofSeconds(5);
    private static WeirCluster cluster;
    private static String node;

    @BeforeAll
    static void start() {
        cluster = WeirCluster.start("forwarding", 1, Map.of());
        node = cluster.node(1).url();
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @Test
    void everyPacketComesOnceAndInOrder() {
        try (WebRtcClient publisher =
                        WebRtcClient.publish(node, "plain", ClientMedia.published(1001, 1002));
                WebRtcClient viewer = WebRtcClient.watch(node, "plain")) {
            Await.until(
                    "200 packets of picture",
                    SOON,
                    () -> viewer.received(MediaKind.VIDEO).size() > 200);

            for (MediaKind kind : MediaKind.values()) {
                List<ReceivedRtp> packets = viewer.received(kind);
                Continuity.assertGapless(packets);
                Continuity.assertNothingLost(packets);
            }
            assertThat(viewer.received(MediaKind.VIDEO).getFirst().startsKeyFrame()).isTrue();
            assertThat(publisher.ended()).isNotDone();
        }
    }
}
