package weir.fuzz;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;

import weir.rtcp.CompoundWriter;
import weir.rtcp.FullIntraRequest;
import weir.rtcp.GenericNack;
import weir.rtcp.PictureLossIndication;
import weir.rtcp.ReceiverReport;
import weir.rtcp.RtcpPacket;
import weir.testkit.ClientMedia;
import weir.testkit.ClientRoute;
import weir.testkit.WebRtcClient;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/// Sessions of attackers, with keys of their own: a publisher, and viewers of the watched stream by
/// UDP and TCP.
final class HostileSessions implements AutoCloseable {
    private static final int HEADER_LENGTH = 12;
    private static final int AUDIO = 111;
    private static final int VIDEO = 96;
    private static final int STRANGE = 70_000;

    /// Our own sender has a limit.
    private static final int STRANGE_MAX = 32;

    /// Sealed with the keys of the session whose turn it is.
    record Sealed(WebRtcClient client, byte[] datagram) {}

    private final String node;
    private final Random random;
    private final DatagramMutator mutator;
    private final List<byte[]> reports = reports();
    private List<WebRtcClient> clients = List.of();
    private int firstSsrc = 20_000;
    private final Map<Integer, Integer> sequenceNumbers = new HashMap<>();

    HostileSessions(String node, Random random) {
        this.node = node;
        this.random = random;
        this.mutator = new DatagramMutator(random);
    }

    /// Feedback of kinds that have classes, and of some that have none: transport-wide feedback,
    /// REMB, extended reports, goodbyes, pauses.
    private static List<byte[]> reports() {
        List<byte[]> all = new ArrayList<>();
        for (RtcpPacket packet :
                List.of(
                        new GenericNack(1, 9002, List.of(1, 5, 300)),
                        new PictureLossIndication(1, 9002),
                        new FullIntraRequest(1, List.of(new FullIntraRequest.Entry(9002, 7))))) {
            ByteBuf compound = Unpooled.buffer();
            new CompoundWriter(compound).write(new ReceiverReport(1, List.of())).write(packet);
            all.add(ByteBufUtil.getBytes(compound));
        }
        all.add(compound(0x81, 200, 12));
        all.add(compound(0x81, 201, 7));
        all.add(compound(0x81, 202, 5));
        all.add(compound(0x81, 203, 1));
        all.add(compound(0x80, 207, 6));
        all.add(compound(0x8f, 205, 6));
        all.add(compound(0x89, 205, 4));
        all.add(compound(0x8f, 206, 5));
        return all;
    }

    private static byte[] compound(int first, int type, int words) {
        return ByteBuffer.allocate(4 + 4 * words)
                .put((byte) first)
                .put((byte) type)
                .putShort((short) words)
                .array();
    }

    /// Ends those that are left and makes others.
    void renew() {
        close();
        firstSsrc += 2;
        sequenceNumbers.clear();
        clients =
                List.of(
                        publisher("hostile-" + firstSsrc),
                        viewer(ClientRoute.UDP),
                        viewer(ClientRoute.TCP));
        clients.forEach(WebRtcClient::connect);
    }

    private WebRtcClient publisher(String stream) {
        return WebRtcClient.publisher(
                node, stream, ClientMedia.published(firstSsrc, firstSsrc + 1));
    }

    private WebRtcClient viewer(ClientRoute route) {
        return WebRtcClient.viewer(node, WatchedStream.NAME, ClientMedia.watched(), route);
    }

    List<WebRtcClient> clients() {
        return clients;
    }

    /// A session that is attacked by its own client before and while it connects; what becomes of
    /// it is its own affair.
    ///
    /// @param seeds of other sessions
    void attackAtStart(List<byte[]> seeds) {
        try (WebRtcClient early = viewer(ClientRoute.UDP)) {
            if (early.post().statusCode() != 201) {
                return;
            }
            for (int i = 0; i < 200; i++) {
                early.send(mutator.next(seeds));
            }
            early.dial();
            for (int i = 0; i < 500; i++) {
                early.send(mutator.next(early.firstSent()));
            }
        }
    }

    /// Damaged before it was sealed, so that it gets behind SRTP.
    Sealed next() {
        WebRtcClient client = clients.get(random.nextInt(clients.size()));
        boolean isPublisher = client == clients.getFirst();
        return new Sealed(client, isPublisher && random.nextBoolean() ? media() : report(client));
    }

    private byte[] media() {
        boolean video = random.nextBoolean();
        byte[] payload = new byte[random.nextInt(200)];
        random.nextBytes(payload);
        if (video && payload.length > 12 && random.nextBoolean()) {
            byte[] keyFrame = {(byte) 0x90, (byte) 0x80, 5, 0x10, 0, 0, (byte) 0x9d, 1, 0x2a};
            System.arraycopy(keyFrame, 0, payload, 0, keyFrame.length);
        }
        int ssrc = ssrc(video);
        int step = random.nextInt(20) == 0 ? random.nextInt(2000) + 1 : 1;
        int sequenceNumber = sequenceNumbers.merge(ssrc, step, Integer::sum);
        int type = random.nextInt(10) == 0 ? random.nextInt(128) : video ? VIDEO : AUDIO;
        byte[] packet =
                ByteBuffer.allocate(HEADER_LENGTH + payload.length)
                        .put((byte) (random.nextInt(10) == 0 ? 0xa0 : 0x80))
                        .put((byte) (type | (random.nextBoolean() ? 0x80 : 0)))
                        .putShort((short) sequenceNumber)
                        .putInt(random.nextInt(50) == 0 ? random.nextInt() : sequenceNumber * 90)
                        .putInt(ssrc)
                        .put(payload)
                        .array();
        return clients.getFirst().sealRtp(packet, HEADER_LENGTH);
    }

    /// Now and then one that nobody has named.
    private int ssrc(boolean video) {
        int strange = random.nextInt(50) == 0 ? STRANGE + random.nextInt(STRANGE_MAX) : 0;
        return strange != 0 ? strange : firstSsrc + (video ? 1 : 0);
    }

    private byte[] report(WebRtcClient client) {
        byte[] seed = reports.get(random.nextInt(reports.size()));
        byte[] damaged = mutator.mutate(seed, reports);
        return client.sealRtcp(damaged.length < 8 ? seed : damaged);
    }

    @Override
    public void close() {
        clients.forEach(WebRtcClient::close);
        clients = List.of();
    }
}
