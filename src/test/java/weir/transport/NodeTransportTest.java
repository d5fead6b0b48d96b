package weir.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBufUtil;
import io.netty.channel.epoll.Epoll;
import io.vertx.core.Future;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import weir.congestion.BitrateCeilingConfig;
import weir.dtls.DtlsCertificate;
import weir.dtls.DtlsConfig;
import weir.dtls.HandshakeLimiter;
import weir.ice.IceCredentials;
import weir.peer.CertificateFingerprint;
import weir.peer.CloseReason;
import weir.peer.DtlsRole;
import weir.peer.IceRole;
import weir.peer.PeerConfig;
import weir.peer.PeerParameters;
import weir.recovery.KeyFrameConfig;
import weir.recovery.NackConfig;
import weir.srtp.SrtpEngine;
import weir.stun.StunKey;
import weir.stun.StunWriter;
import weir.stun.TransactionId;
import weir.testkit.Loops;

import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/// Real sockets on loopback: [UdpPort], [DialSocket] and the sessions on them.
class NodeTransportTest {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final IceCredentials NEAR = new IceCredentials("near", "the-password-of-near-1");
    private static final IceCredentials FAR = new IceCredentials("farr", "the-password-of-far--1");
    private static final int SESSIONS_MAX = 3;

    private static Loops loops;
    private static NodeTransport transport;

    @BeforeAll
    static void start() throws Exception {
        loops = new Loops(2);
        TransportConfig config =
                Configs.of(0, 0, List.of(), List.of(), List.of("127.0.0.1"), SESSIONS_MAX);
        UdpAddresses udp = UdpAddresses.probe(config);
        transport =
                await(
                        NodeTransport.open(
                                loops.vertx(),
                                Epoll.isAvailable() ? 2 : 1,
                                config,
                                udp,
                                TcpAddresses.probe(config, udp),
                                peerConfig(),
                                DtlsCertificate.create(RANDOM),
                                new HandshakeLimiter(DtlsConfig.DEFAULTS),
                                RANDOM));
    }

    @AfterAll
    static void stop() {
        loops.close();
    }

    @Test
    void answersACheckFromTheAddressItWasSentTo() throws Exception {
        RecordingSink sink = new RecordingSink();
        SessionRef session = await(transport.openSession(listener(NEAR, FAR, sink)));
        try (DatagramSocket client = client()) {
            send(client, check("near:farr", "the-password-of-near-1"));

            DatagramPacket answer = new DatagramPacket(new byte[200], 200);
            client.receive(answer);

            assertThat(answer.getPort()).isEqualTo(transport.udpPort());
            assertThat(answer.getData()).startsWith(0x01, 0x01);
        }
        end(session, sink);
    }

    @Test
    void countsWhatReachesNobody() throws Exception {
        try (DatagramSocket client = client()) {
            long before = unknown();
            send(client, new byte[] {22, -2, -3, 0});
            send(client, check("nobody:farr", "the-password-of-near-1"));
            // The socket's loop reads these first, whichever it is.
            RecordingSink sink = new RecordingSink();
            SessionRef session = await(transport.openSession(listener(NEAR, FAR, sink)));
            send(client, check("near:farr", "the-password-of-near-1"));
            client.receive(new DatagramPacket(new byte[200], 200));

            assertThat(unknown() - before).isEqualTo(2);
            end(session, sink);
        }
    }

    @Test
    void aSessionThatDialsAnotherIsConnectedAndHeardWhenItEnds() throws Exception {
        RecordingSink listening = new RecordingSink();
        RecordingSink dialing = new RecordingSink();
        SessionRef listener = await(transport.openSession(listener(NEAR, FAR, listening)));
        SessionRef dialer = await(transport.openSession(dialer(transport.udpPort(), dialing)));

        listening.connected.get(10, TimeUnit.SECONDS);
        dialing.connected.get(10, TimeUnit.SECONDS);
        end(dialer, dialing);

        assertThat(listening.closed.get(10, TimeUnit.SECONDS)).isEqualTo(CloseReason.PEER_CLOSED);
        assertThat(transport.sessions().find(listener.id())).isEmpty();
        assertThat(transport.sessions().find(dialer.id())).isEmpty();
    }

    @Test
    void opensNoMoreSessionsThanItMayHoweverManyAskAtOnce() throws Exception {
        RecordingSink[] sinks = new RecordingSink[SESSIONS_MAX + 3];
        Future<?>[] opening = new Future<?>[sinks.length];
        for (int i = 0; i < sinks.length; i++) {
            sinks[i] = new RecordingSink();
            IceCredentials near = new IceCredentials("near" + i, "the-password-of-near-1");
            opening[i] = transport.openSession(listener(near, FAR, sinks[i]));
        }

        int refused = 0;
        for (int i = 0; i < sinks.length; i++) {
            try {
                end((SessionRef) await(opening[i]), sinks[i]);
            } catch (ExecutionException failure) {
                assertThat(failure).hasCauseInstanceOf(SessionLimitException.class);
                refused++;
            }
        }
        assertThat(refused).isEqualTo(3);
    }

    @Test
    void aSinkThatCannotBeMadeLeavesNothingBehind() {
        SessionRequest broken =
                TestTransport.viewer(
                        dialer(transport.udpPort(), new RecordingSink()).parameters(),
                        _ -> {
                            throw new IllegalStateException("on purpose");
                        });

        assertThatThrownBy(() -> await(transport.openSession(broken)))
                .hasRootCauseMessage("on purpose");

        assertThat(transport.sessions().find(broken.id())).isEmpty();
    }

    private static long unknown() {
        return transport.drops().snapshot().getOrDefault("SESSION_UNKNOWN", 0L);
    }

    private static void end(SessionRef session, RecordingSink sink) throws Exception {
        await(session.end(CloseReason.HUNG_UP));
        assertThat(sink.closed).isCompletedWithValue(CloseReason.HUNG_UP);
    }

    private static SessionRequest listener(
            IceCredentials near, IceCredentials far, RecordingSink sink) {
        return TestTransport.viewer(
                new PeerParameters(
                        IceRole.LITE,
                        near,
                        far,
                        List.of(),
                        DtlsRole.SERVER,
                        List.of(fingerprint()),
                        List.of(),
                        List.of()),
                _ -> sink);
    }

    private static SessionRequest dialer(int port, RecordingSink sink) {
        return TestTransport.viewer(
                new PeerParameters(
                        IceRole.CONTROLLING,
                        FAR,
                        NEAR,
                        List.of(new InetSocketAddress("127.0.0.1", port)),
                        DtlsRole.CLIENT,
                        List.of(fingerprint()),
                        List.of(),
                        List.of()),
                _ -> sink);
    }

    /// Both ends are of one node here.
    private static CertificateFingerprint fingerprint() {
        return transport.fingerprint();
    }

    private static PeerConfig peerConfig() {
        return new PeerConfig(
                SrtpEngine.JDK,
                0,
                Duration.ofSeconds(15),
                BitrateCeilingConfig.DEFAULT,
                NackConfig.DEFAULT,
                KeyFrameConfig.DEFAULT);
    }

    private static DatagramSocket client() throws Exception {
        DatagramSocket client = new DatagramSocket(0, InetAddress.getByName("127.0.0.1"));
        client.setSoTimeout(10_000);
        return client;
    }

    private static void send(DatagramSocket client, byte[] bytes) throws Exception {
        InetSocketAddress node = new InetSocketAddress("127.0.0.1", transport.udpPort());
        client.send(new DatagramPacket(bytes, bytes.length, node));
    }

    private static byte[] check(String username, String password) {
        return ByteBufUtil.getBytes(
                StunWriter.bindingRequest(TransactionId.next(RANDOM))
                        .username(username)
                        .priority(1)
                        .iceControlling(1)
                        .signed(StunKey.shortTerm(password)));
    }

    private static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(15, TimeUnit.SECONDS);
    }
}
