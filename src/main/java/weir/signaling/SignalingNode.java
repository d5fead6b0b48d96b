package weir.signaling;

import io.vertx.core.Future;
import io.vertx.core.net.SocketAddress;
import io.vertx.ext.web.RoutingContext;

import weir.cascade.StreamSource;
import weir.cluster.CreatedStreams;
import weir.cluster.DrainState;
import weir.cluster.NodeBus;
import weir.cluster.StreamDirectory;
import weir.http.HttpListener;
import weir.jsep.Answerer;
import weir.jsep.LocalEndpoint;
import weir.peer.MediaConfig;
import weir.stream.StreamTableRef;
import weir.transport.NodeTransport;

import java.net.InetAddress;
import java.util.random.RandomGenerator;

/// What the handlers need of the node they run on. A value.
///
/// @param id of this node in the cluster
public record SignalingNode(
        String id,
        NodeTransport transport,
        StreamTableRef streams,
        StreamSource source,
        StreamDirectory directory,
        CreatedStreams created,
        NodeBus bus,
        Answerer answerer,
        ApiContract contract,
        MediaConfig media,
        SessionConfig sessions,
        IceServers iceServers,
        CounterOffers counterOffers,
        SessionAdmissions admissions,
        RandomGenerator random,
        DrainState drain) {

    /// Fails with a [RefusedException] if this node takes no new sessions.
    Future<Void> admission() {
        return drain.isDraining()
                ? Future.failedFuture(new RefusedException(Refusal.Plain.NODE_DRAINING))
                : Future.succeededFuture();
    }

    /// What an answer says of us; loopback addresses only to whom is on this machine.
    LocalEndpoint endpoint(RoutingContext request) {
        return endpoint(isOnThisMachine(request));
    }

    /// @param onThisMachine whether the peer is
    LocalEndpoint endpoint(boolean onThisMachine) {
        return new LocalEndpoint(
                transport.candidates(onThisMachine),
                transport.tcpCandidates(onThisMachine),
                transport.fingerprint());
    }

    static boolean isOnThisMachine(RoutingContext request) {
        InetAddress client = HttpListener.client(request);
        SocketAddress local = request.request().localAddress();
        return client.isLoopbackAddress()
                || client.equals(InetAddress.ofLiteral(local.hostAddress()));
    }
}
