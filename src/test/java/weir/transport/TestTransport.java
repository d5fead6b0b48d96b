package weir.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.vertx.core.Future;

import weir.congestion.BitrateCeilingConfig;
import weir.dtls.DtlsCertificate;
import weir.dtls.DtlsConfig;
import weir.dtls.HandshakeLimiter;
import weir.ice.IceCredentials;
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

import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/// A node's transport on the loops of a test, and peers that only check.
final class TestTransport {
    static final SecureRandom RANDOM = new SecureRandom();
    static final String PASSWORD = "the-password-of-the-node";

    static final Admission ADMISSION =
            new Admission("stream", Optional.empty(), Optional.empty(), Optional.empty());

    private TestTransport() {}

    static NodeTransport open(Loops loops, int sockets, TransportConfig config) throws Exception {
        PeerConfig peerConfig =
                new PeerConfig(
                        SrtpEngine.JDK,
                        0,
                        Duration.ofSeconds(15),
                        BitrateCeilingConfig.DEFAULT,
                        NackConfig.DEFAULT,
                        KeyFrameConfig.DEFAULT);
        UdpAddresses udp = UdpAddresses.probe(config);
        return await(
                NodeTransport.open(
                        loops.vertx(),
                        sockets,
                        config,
                        udp,
                        TcpAddresses.probe(config, udp),
                        peerConfig,
                        DtlsCertificate.create(RANDOM),
                        new HandshakeLimiter(DtlsConfig.DEFAULTS),
                        RANDOM));
    }

    /// A session whose peer will say that it is `farr`.
    static SessionRef session(NodeTransport node, String userFragment, RecordingSink sink)
            throws Exception {
        PeerParameters parameters =
                new PeerParameters(
                        IceRole.LITE,
                        new IceCredentials(userFragment, PASSWORD),
                        new IceCredentials("farr", "the-password-of-the-peer"),
                        List.of(),
                        DtlsRole.SERVER,
                        List.of(node.fingerprint()),
                        List.of(),
                        List.of());
        return await(node.openSession(viewer(parameters, _ -> sink)));
    }

    /// A viewer of a new id.
    static SessionRequest viewer(PeerParameters parameters, Function<PeerDriver, MediaSink> sink) {
        return SessionRequest.ofViewer(
                SessionId.create("node", SessionRole.VIEWER, RANDOM), parameters, ADMISSION, sink);
    }

    /// A check of a transaction of its own, that nominates its pair.
    static byte[] check(String userFragment, String password) {
        ByteBuf check =
                StunWriter.bindingRequest(TransactionId.next(RANDOM))
                        .username(userFragment + ":farr")
                        .priority(1)
                        .iceControlling(1)
                        .useCandidate()
                        .signed(StunKey.shortTerm(password));
        return ByteBufUtil.getBytes(check);
    }

    static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(15, TimeUnit.SECONDS);
    }
}
