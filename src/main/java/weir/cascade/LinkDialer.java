package weir.cascade;

import io.vertx.core.Future;

import weir.cluster.Claim;
import weir.cluster.NodeBus;
import weir.ice.IceCredentials;
import weir.peer.DtlsRole;
import weir.peer.IceRole;
import weir.peer.PeerParameters;
import weir.stream.Publication;
import weir.stream.PublicationOrigin;
import weir.stream.StreamTableRef;
import weir.transport.NodeTransport;
import weir.transport.SessionId;
import weir.transport.SessionRef;
import weir.transport.SessionRequest;
import weir.transport.SessionRole;

import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// The child's end of a link: asks the node that has a stream, and dials the parent it names.
final class LinkDialer {
    private final String node;
    private final NodeBus bus;
    private final NodeTransport transport;
    private final StreamTableRef streams;
    private final RandomGenerator random;

    LinkDialer(
            String node,
            NodeBus bus,
            NodeTransport transport,
            StreamTableRef streams,
            RandomGenerator random) {
        this.node = node;
        this.bus = bus;
        this.transport = transport;
        this.streams = streams;
        this.random = random;
    }

    /// Once it succeeds, the publication is in the stream table; media follows when the link
    /// connects.
    Future<SessionRef> pull(Claim claim) {
        IceCredentials ice = LinkCredentials.create(random);
        LinkMessage.Request request =
                new LinkMessage.Request(
                        claim.stream(),
                        claim.epoch(),
                        node,
                        new LinkMessage.Side(ice, transport.fingerprint()));
        return bus.request(claim.node(), LinkMessage.KIND, request.toJson())
                .compose(answer -> dial(claim, ice, LinkMessage.Answer.read(answer)));
    }

    private Future<SessionRef> dial(Claim claim, IceCredentials ice, LinkMessage.Answer answer) {
        PeerParameters parameters =
                new PeerParameters(
                        IceRole.CONTROLLING,
                        ice,
                        answer.parent().ice(),
                        answer.candidates(),
                        DtlsRole.CLIENT,
                        List.of(answer.parent().fingerprint()),
                        answer.media(),
                        List.of());
        return transport.openSession(
                SessionRequest.ofLink(
                        SessionId.create(node, SessionRole.LINK, random),
                        claim.node(),
                        parameters,
                        Optional.empty(),
                        driver ->
                                new Publication(
                                        driver,
                                        claim.stream(),
                                        streams,
                                        PublicationOrigin.LINK,
                                        claim.epoch(),
                                        answer.media())));
    }
}
