package weir.it.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import weir.ice.IceCredentials;
import weir.it.NodeLog;
import weir.it.RunningStream;
import weir.it.WeirCluster;
import weir.stun.StunKey;
import weir.stun.StunWriter;
import weir.stun.TransactionId;
import weir.testkit.WebRtcClient;
import weir.wire.DatagramKind;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/// Peers with the right keys who send what they must not: not even their own stream suffers.
class HostilePeersIT {
    private static final int AUDIO_SSRC = 5001;
    private static final int VP8 = 96;
    private static final int OPUS = 111;
    private static final int SOURCES = 25;
    private static final int VICTIMS = 6;
    private static final int NOMINATIONS = 5;
    private static final int FLOOD = 5_000;
    private static final int FLOOD_PAUSE_EVERY = 250;

    private static final SplittableRandom RANDOM = new SplittableRandom(1);

    private static WeirCluster cluster;
    private RunningStream running;
    private Drops drops;

    @BeforeAll
    static void startNode() {
        cluster = WeirCluster.start("hostile-peers", 1, Map.of());
    }

    @BeforeEach
    void startStream() {
        running = RunningStream.start(cluster.node(1), cluster.node(1), "running", AUDIO_SSRC);
        drops = Drops.since(cluster.node(1));
    }

    @AfterEach
    void theStreamIsUntouchedAndTheLogQuiet() {
        try (RunningStream stream = running) {
            stream.assertUntouched();
        }
        NodeLog.assertQuiet(cluster.node(1));
    }

    @AfterAll
    static void stopNode() {
        cluster.close();
    }

    @Test
    void repeatWhatTheySentAndChangeIt() {
        for (int i = 0; i < 5; i++) {
            new SealedNonsense(running.publisher(), i)
                    .replayedAndTampered()
                    .forEach(running.publisher()::send);
            running.awaitMore();
        }
        drops.await(
                "SRTP_REPLAYED",
                "SRTCP_REPLAYED",
                "SRTP_AUTHENTICATION_FAILED",
                "SRTCP_AUTHENTICATION_FAILED");
    }

    @Test
    void sendMediaOfUnknownPayloadTypes() {
        SealedNonsense nonsense = new SealedNonsense(running.publisher(), 10);
        for (int i = 0; i < 100; i++) {
            running.publisher().send(nonsense.ofUnknownPayloadType(77, i));
        }
        drops.await("PAYLOAD_TYPE_UNKNOWN");
    }

    /// The offer has named what the publisher sends with, and that has been seen.
    @Test
    void sendMediaOfUnknownSources() {
        SealedNonsense nonsense = new SealedNonsense(running.publisher(), 11);
        for (int i = 0; i < SOURCES; i++) {
            running.publisher().send(nonsense.ofUnknownSource(i % 2 == 0 ? VP8 : OPUS, 600 + i));
            running.publisher().send(nonsense.ofWrongPadding(700 + i));
        }
        drops.await("SSRC_UNKNOWN", "RTP_PADDING_INVALID");
    }

    @Test
    void sendBrokenReports() {
        for (WebRtcClient client : List.of(running.publisher(), running.viewer())) {
            new SealedNonsense(client, 12).malformedRtcp().forEach(client::send);
        }
        drops.await("RTCP_REPORT_TRUNCATED", "RTCP_LENGTH_BEYOND_DATAGRAM", "RTCP_PADDING_INVALID");
    }

    /// A viewer's answer says sendonly: what it sends is nobody's.
    @Test
    void sendMediaAsViewers() {
        SealedNonsense nonsense = new SealedNonsense(running.viewer(), 13);
        for (int i = 0; i < SOURCES; i++) {
            running.viewer().send(nonsense.ofUnknownSource(i % 2 == 0 ? VP8 : OPUS, 700 + i));
        }
        drops.await("PAYLOAD_TYPE_UNKNOWN");
    }

    /// Who watches names others as the place where his media should go, with his own password (RFC
    /// 8445 §19.5.1): those do not answer.
    @Test
    void haveTheirMediaSentToNobodyElse() {
        WebRtcClient viewer = running.viewer();
        List<StrangeSocket> victims = new ArrayList<>();
        try {
            for (int n = 1; n <= VICTIMS; n++) {
                InetAddress address = InetAddress.ofLiteral("127.0.1." + n);
                victims.add(new StrangeSocket(viewer.server(), address));
            }
            for (int i = 0; i < NOMINATIONS; i++) {
                victims.forEach(victim -> victim.send(nomination(viewer)));
                running.awaitMore();
            }
            drops.await("PATH_UNPROVEN");
            int sent = NOMINATIONS * nomination(viewer).length;
            for (StrangeSocket victim : victims) {
                List<byte[]> received = victim.received();
                assertThat(received)
                        .isNotEmpty()
                        .allMatch(
                                each ->
                                        DatagramKind.of(Unpooled.wrappedBuffer(each))
                                                == DatagramKind.STUN);
                assertThat(received.stream().mapToInt(each -> each.length).sum())
                        .isLessThan(2 * sent);
            }
        } finally {
            victims.forEach(StrangeSocket::close);
        }
    }

    private static byte[] nomination(WebRtcClient client) {
        IceCredentials node = client.answer().ice();
        return ByteBufUtil.getBytes(
                StunWriter.bindingRequest(TransactionId.next(RANDOM))
                        .username(node.userFragment() + ":" + client.ice().userFragment())
                        .priority(Integer.MAX_VALUE)
                        .iceControlling(1)
                        .useCandidate()
                        .signed(StunKey.shortTerm(node.password())));
    }

    @Test
    void floodWithAllOfThat() {
        WebRtcClient publisher = running.publisher();
        WebRtcClient viewer = running.viewer();
        SealedNonsense nonsense = new SealedNonsense(publisher, 14);
        List<byte[]> reports = new SealedNonsense(viewer, 15).malformedRtcp();
        for (int i = 0; i < FLOOD; i++) {
            publisher.send(publisher.lastRtp());
            publisher.send(nonsense.ofUnknownPayloadType(78, i));
            viewer.send(reports.get(i % reports.size()));
            if (i % FLOOD_PAUSE_EVERY == 0) {
                running.awaitMore();
            }
        }
    }
}
