package weir.transport;

import io.netty.buffer.PooledByteBufAllocator;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;

import weir.dtls.DtlsEndpoint;
import weir.ice.CandidatePair;
import weir.ice.ControllingAgent;
import weir.ice.IceAgent;
import weir.ice.IceLiteAgent;
import weir.peer.CloseReason;
import weir.peer.Peer;
import weir.peer.PeerParameters;

import java.util.List;

/// The lifecycle of one peer: the loop that it is deployed on owns the session for life.
final class SessionVerticle extends VerticleBase {
    private final SessionRequest request;
    private final NodeTransport node;
    private PeerDriver driver;
    private boolean ended;

    SessionVerticle(SessionRequest request, NodeTransport node) {
        this.request = request;
        this.node = node;
    }

    @Override
    public Future<?> start() {
        LoopTransport transport = node.loopOf(context);
        PeerParameters parameters = request.parameters();
        return switch (parameters.iceRole()) {
            case LITE -> {
                IceAgent ice =
                        new IceLiteAgent(
                                parameters.localIce(),
                                parameters.remoteIce(),
                                node.liteConfig(request.silenceMax()),
                                node.random(),
                                System.nanoTime());
                open(transport, ice, new ListeningSocket(transport));
                yield started();
            }
            case CONTROLLING ->
                    DialSocket.open(transport, parameters.remoteCandidates().getFirst())
                            .compose(socket -> dial(transport, socket));
        };
    }

    /// What ended before it was deployed was never there.
    private Future<Void> started() {
        return driver.hasEnded()
                ? Future.failedFuture("the session failed at its start")
                : Future.succeededFuture();
    }

    private Future<Void> dial(LoopTransport transport, DialSocket socket) {
        try {
            open(transport, dialer(socket), socket);
        } catch (RuntimeException | AssertionError wrong) {
            socket.close();
            throw wrong;
        }
        socket.attach(driver);
        return started();
    }

    private IceAgent dialer(DialSocket socket) {
        PeerParameters parameters = request.parameters();
        List<CandidatePair> pairs =
                parameters.remoteCandidates().stream()
                        .filter(socket::reaches)
                        .map(remote -> new CandidatePair(socket.local(), remote))
                        .toList();
        return new ControllingAgent(
                parameters.localIce(),
                parameters.remoteIce(),
                pairs,
                node.random().nextLong(),
                node.random(),
                node.controllingConfig(request),
                System.nanoTime());
    }

    private void open(LoopTransport transport, IceAgent ice, MediaSocket socket) {
        PeerParameters parameters = request.parameters();
        Peer peer =
                new Peer(
                        parameters,
                        request.limits().map(node.peerConfig()::within).orElse(node.peerConfig()),
                        ice,
                        PooledByteBufAllocator.DEFAULT,
                        socket,
                        System.nanoTime());
        driver =
                new PeerDriver(
                        request,
                        peer,
                        socket,
                        transport,
                        listener ->
                                new DtlsEndpoint(
                                        parameters.dtlsRole(),
                                        node.certificate(),
                                        parameters.remoteFingerprints(),
                                        node.handshakes(),
                                        transport.owner(),
                                        listener),
                        this::onEnd);
        node.onOpened(driver.ref());
        driver.flush();
    }

    boolean wasOpened() {
        return driver != null;
    }

    /// Known once deployed.
    SessionRef ref() {
        return driver.ref();
    }

    private void onEnd() {
        if (!ended) {
            ended = true;
            // Of one that ends in its start the deployment fails.
            vertx.undeploy(deploymentID());
        }
    }

    @Override
    public Future<?> stop() {
        ended = true;
        if (driver != null) {
            driver.close(CloseReason.SHUTDOWN);
        }
        return Future.succeededFuture();
    }
}
