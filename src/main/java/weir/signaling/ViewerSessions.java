package weir.signaling;

import io.vertx.core.Future;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import weir.access.Grant;
import weir.peer.PeerParameters;
import weir.stream.Subscriber;
import weir.transport.SessionId;
import weir.transport.SessionRef;
import weir.transport.SessionRequest;

/// Opens the sessions of viewers on this node. Any thread.
final class ViewerSessions {
    private static final Logger log = LoggerFactory.getLogger(ViewerSessions.class);

    private final SignalingNode node;

    ViewerSessions(SignalingNode node) {
        this.node = node;
    }

    /// @param offer      that was accepted, or led to ours
    /// @return fails with a refusal if the viewer, or the stream, has as many as it may
    Future<SessionRef> open(SessionId id, StreamOffer offer, PeerParameters parameters) {
        return node.admissions()
                .watch(offer, () -> open(id, offer.stream(), offer.grant(), parameters));
    }

    private Future<SessionRef> open(
            SessionId id, String stream, Grant grant, PeerParameters parameters) {
        return node.transport()
                .openSession(
                        SessionRequest.ofViewer(
                                id,
                                parameters,
                                grant.on(stream),
                                driver ->
                                        new Subscriber(
                                                driver, stream, node.streams(), node.random())))
                .onSuccess(_ -> log.info("{} watches {}", id, stream));
    }
}
