package weir.it.net;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import weir.it.NodeLog;
import weir.it.RunningStream;
import weir.it.WeirCluster;
import weir.testkit.ClientMedia;
import weir.testkit.WebRtcClient;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Datagrams without the right keys, from strangers and from the session's own address, change
/// nothing for a stream, and are answered by no more bytes than they have.
class HostileDatagramsIT {
    private static final int FLOOD = 5_000;
    private static final int FLOOD_PAUSE_EVERY = 250;

    private static WeirCluster cluster;
    private static String node;
    private RunningStream running;
    private Drops drops;

    @BeforeAll
    static void startNode() {
        cluster = WeirCluster.start("hostile-datagrams", 1, Map.of());
        node = cluster.node(1).url();
    }

    @AfterAll
    static void stopNode() {
        cluster.close();
    }

    @BeforeEach
    void startStream() {
        running = RunningStream.start(cluster.node(1), cluster.node(1), "running", 4001);
        drops = Drops.since(cluster.node(1));
    }

    @AfterEach
    void theStreamIsUntouchedAndTheLogQuiet() {
        try (RunningStream stream = running) {
            stream.assertUntouched();
        }
        NodeLog.assertQuiet(cluster.node(1));
    }

    @Test
    void nonsenseOfStrangers() {
        try (StrangeSocket stranger = new StrangeSocket(running.viewer().server())) {
            new Nonsense(running.viewer(), 1).everything().forEach(stranger::send);
            new Nonsense(running.publisher(), 2).everything().forEach(stranger::send);
        }
        drops.await(
                "SESSION_UNKNOWN", "CHECK_REFUSED", "STUN_LENGTH_WRONG", "STUN_FINGERPRINT_WRONG");
    }

    @Test
    void noStrangerIsAnsweredByMoreThanItSent() {
        Map<StrangeSocket, byte[]> sent = new LinkedHashMap<>();
        for (byte[] datagram : new Nonsense(running.viewer(), 3).everything()) {
            StrangeSocket stranger = new StrangeSocket(running.viewer().server());
            sent.put(stranger, datagram);
            stranger.send(datagram);
        }
        running.awaitMore();

        int answered = 0;
        for (Map.Entry<StrangeSocket, byte[]> entry : sent.entrySet()) {
            List<byte[]> answers = entry.getKey().received();
            answered += answers.size();
            assertThat(answers.stream().mapToInt(answer -> answer.length).sum())
                    .isLessThanOrEqualTo(entry.getValue().length);
            entry.getKey().close();
        }
        assertThat(answered).as("errors of STUN").isPositive();
    }

    @Test
    void nonsenseFromTheSessionsOwnAddresses() {
        for (WebRtcClient client : List.of(running.viewer(), running.publisher())) {
            new Nonsense(client, 4).everything().forEach(client::send);
        }
        drops.await(
                "KIND_UNKNOWN",
                "CHECK_REFUSED",
                "STUN_HEADER_TRUNCATED",
                "STUN_COOKIE_WRONG",
                "STUN_LENGTH_WRONG",
                "STUN_FINGERPRINT_WRONG",
                "RTP_HEADER_TRUNCATED",
                "RTP_EXTENSION_TRUNCATED",
                "SRTP_TRUNCATED",
                "SRTP_AUTHENTICATION_FAILED",
                "SRTCP_TRUNCATED",
                "SRTCP_NOT_ENCRYPTED",
                "SRTCP_AUTHENTICATION_FAILED");
    }

    @Test
    void floodsOfNonsense() {
        try (StrangeSocket stranger = new StrangeSocket(running.viewer().server())) {
            List<byte[]> strange = new Nonsense(running.viewer(), 5).everything();
            List<byte[]> own = new Nonsense(running.publisher(), 6).everything();
            for (int i = 0; i < FLOOD; i++) {
                stranger.send(strange.get(i % strange.size()));
                running.publisher().send(own.get(i % own.size()));
                running.viewer().send(own.get(i % own.size()));
                if (i % FLOOD_PAUSE_EVERY == 0) {
                    running.awaitMore();
                }
            }
        }
    }

    @Test
    void dtlsAndMediaBeforeIce() {
        try (WebRtcClient early = WebRtcClient.viewer(node, "running", ClientMedia.watched())) {
            early.post();

            new Nonsense(early, 7).everything().forEach(early::send);
            early.connect();

            early.requestKeyFrame();
            assertThat(early.ended()).isNotDone();
        }
    }
}
