package weir.transport;

import io.netty.channel.EventLoop;
import io.vertx.core.CompositeFuture;
import io.vertx.core.Context;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;

import weir.dtls.DtlsCertificate;
import weir.dtls.HandshakeLimiter;
import weir.ice.ControllingConfig;
import weir.ice.IceLiteConfig;
import weir.loop.OwnerLoop;
import weir.peer.CertificateFingerprint;
import weir.peer.CloseReason;
import weir.peer.PeerConfig;

import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/// The media transport of a node: one UDP port on all loops, and the sessions on it. Any thread.
public final class NodeTransport {
    private final Vertx vertx;
    private final TransportConfig config;
    private final PeerConfig peerConfig;
    private final UdpAddresses addresses;
    private final TcpAddresses tcpAddresses;
    private final DtlsCertificate certificate;
    private final HandshakeLimiter handshakes;
    private final SecureRandom random;
    private final SharedTransport shared;

    /// Sessions that are being opened, and are not in the table yet: whoever counts must see each
    /// in one of the two places, so that this is guarded, and the step from here to there.
    private int opening;

    private final Map<EventLoop, LoopTransport> loops = new ConcurrentHashMap<>();

    private NodeTransport(
            Vertx vertx,
            TransportConfig config,
            PeerConfig peerConfig,
            UdpAddresses addresses,
            TcpAddresses tcpAddresses,
            DtlsCertificate certificate,
            HandshakeLimiter handshakes,
            SecureRandom random) {
        this.vertx = vertx;
        this.config = config;
        this.peerConfig = peerConfig;
        this.addresses = addresses;
        this.tcpAddresses = tcpAddresses;
        this.shared = SharedTransport.of(config);
        this.certificate = certificate;
        this.handshakes = handshakes;
        this.random = random;
    }

    /// Opens the port on every loop.
    ///
    /// @param loops      event loops of the Vert.x instance: each gets sockets of its own
    /// @param handshakes the limit of DTLS handshakes that the node computes at a time
    /// @param addresses    probed: nobody else has them
    /// @param tcpAddresses probed as well
    public static Future<NodeTransport> open(
            Vertx vertx,
            int loops,
            TransportConfig config,
            UdpAddresses addresses,
            TcpAddresses tcpAddresses,
            PeerConfig peerConfig,
            DtlsCertificate certificate,
            HandshakeLimiter handshakes,
            SecureRandom random) {
        NodeTransport node =
                new NodeTransport(
                        vertx,
                        config,
                        peerConfig,
                        addresses,
                        tcpAddresses,
                        certificate,
                        handshakes,
                        random);
        return vertx.deployVerticle(
                        () -> new TransportVerticle(node),
                        new DeploymentOptions().setInstances(loops))
                .map(_ -> node.checked(loops));
    }

    private NodeTransport checked(int expected) {
        if (loops.size() != expected) {
            throw new IllegalStateException(
                    "%d loops wanted, %d got sockets".formatted(expected, loops.size()));
        }
        return this;
    }

    /// Opens a session on a loop that Vert.x chooses, in turn.
    ///
    /// @return fails with [SessionLimitException] if the node has as many as it may
    public Future<SessionRef> openSession(SessionRequest request) {
        if (!takePlace()) {
            return Future.failedFuture(new SessionLimitException(config.sessionsMax()));
        }
        SessionVerticle session = new SessionVerticle(request, this);
        return vertx.deployVerticle(session)
                .onFailure(
                        _ -> {
                            if (!session.wasOpened()) {
                                giveBackPlace();
                            }
                        })
                .map(_ -> session.ref());
    }

    private synchronized boolean takePlace() {
        boolean free = opening + sessions().size() < config.sessionsMax();
        opening += free ? 1 : 0;
        return free;
    }

    private synchronized void giveBackPlace() {
        opening--;
    }

    /// It is in the table from now on.
    synchronized void onOpened(SessionRef session) {
        sessions().add(session);
        opening--;
    }

    /// Ends all sessions, telling their peers: before the sockets are closed.
    public Future<Void> closeSessions() {
        List<Future<Void>> ended =
                sessions().all().stream().map(each -> each.end(CloseReason.SHUTDOWN)).toList();
        return Future.join(ended).mapEmpty();
    }

    /// Where peers reach this node, in the order in which to offer it.
    ///
    /// @param withLoopback whether the peer is on this machine
    public List<InetSocketAddress> candidates(boolean withLoopback) {
        return addresses.candidates(withLoopback);
    }

    /// The same for those that open a TCP connection; none without ICE-TCP.
    public List<InetSocketAddress> tcpCandidates(boolean withLoopback) {
        return tcpAddresses.candidates(withLoopback);
    }

    /// The UDP port in use, also where the config says 0.
    public int udpPort() {
        return addresses.port();
    }

    public CertificateFingerprint fingerprint() {
        return certificate.fingerprint();
    }

    public SessionTable sessions() {
        return shared.sessions();
    }

    public DropCounters drops() {
        return shared.drops();
    }

    /// TCP connections that we closed, by the rule they broke.
    public DropCounters connectionRules() {
        return shared.connectionRules();
    }

    /// Bytes that peers have not yet taken by TCP.
    public long tcpBytesWaiting() {
        return shared.backlog().bytes();
    }

    /// TCP connections that belong to no session yet.
    public int strangers() {
        return shared.strangers().count();
    }

    /// DTLS handshakes now.
    public int handshakesRunning() {
        return handshakes.running();
    }

    /// DTLS handshakes not begun, since there were too many.
    public long handshakesRefused() {
        return handshakes.refused();
    }

    /// Asks every loop.
    ///
    /// @param asker where the result is wanted
    public Future<TransportStats> stats(OwnerLoop asker) {
        return askLoops(asker, LoopTransport::stats).map(TransportStats::sum);
    }

    /// Whether every loop has its socket on every address.
    ///
    /// @param asker where the result is wanted
    public Future<Boolean> isBound(OwnerLoop asker) {
        int addressesPerLoop = addresses.local().size() + tcpAddresses.local().size();
        int expected = loops.size() * addressesPerLoop;
        return stats(asker).map(stats -> stats.sockets() == expected);
    }

    /// @param asker where the result is wanted
    /// @return without sessions that are not there any more
    public Future<Map<SessionId, SessionStats>> sessionStats(
            Collection<SessionId> wanted, OwnerLoop asker) {
        List<SessionId> ids = List.copyOf(wanted);
        return askLoops(asker, loop -> loop.owned().stats(ids))
                .map(
                        parts -> {
                            Map<SessionId, SessionStats> all = new HashMap<>();
                            parts.forEach(all::putAll);
                            return all;
                        });
    }

    private <T> Future<List<T>> askLoops(OwnerLoop asker, Function<LoopTransport, T> question) {
        List<Future<T>> answers = new ArrayList<>();
        for (LoopTransport loop : loops.values()) {
            answers.add(loop.owner().ask(asker, () -> question.apply(loop)));
        }
        return Future.all(answers).map(CompositeFuture::list);
    }

    List<InetSocketAddress> localAddresses() {
        return addresses.local();
    }

    List<InetSocketAddress> localTcpAddresses() {
        return tcpAddresses.local();
    }

    SharedTransport shared() {
        return shared;
    }

    void add(LoopTransport transport) {
        loops.put(transport.owner().eventLoop(), transport);
    }

    LoopTransport loopOf(Context context) {
        return loops.get(((ContextInternal) context).nettyEventLoop());
    }

    PeerConfig peerConfig() {
        return peerConfig;
    }

    IceLiteConfig liteConfig(Optional<Duration> silenceMax) {
        IceLiteConfig defaults = IceLiteConfig.DEFAULTS;
        return new IceLiteConfig(
                silenceMax.orElse(config.consentTimeout()),
                defaults.switchHoldOff(),
                defaults.selectedSilence(),
                defaults.checkedPairsMax());
    }

    ControllingConfig controllingConfig(SessionRequest request) {
        return request.otherNode().isPresent()
                ? ControllingConfig.NODE_LINK
                : ControllingConfig.FOREIGN_SERVER;
    }

    DtlsCertificate certificate() {
        return certificate;
    }

    HandshakeLimiter handshakes() {
        return handshakes;
    }

    SecureRandom random() {
        return random;
    }
}
