package weir.cascade;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;

import weir.cluster.NodeRequestException;
import weir.loop.OwnerLoop;
import weir.peer.DtlsRole;
import weir.peer.IceRole;
import weir.peer.IncomingMedia;
import weir.peer.OutgoingMedia;
import weir.peer.PeerParameters;
import weir.rtp.ExtensionMap;
import weir.rtp.HeaderExtension;
import weir.rtp.PayloadFormat;
import weir.stream.LinkSubscriber;
import weir.stream.PublicationRef;
import weir.stream.StreamSnapshot;
import weir.stream.StreamTableRef;
import weir.transport.NodeTransport;
import weir.transport.SessionId;
import weir.transport.SessionRequest;
import weir.transport.SessionRole;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// The parent's end of a link: answers a node that asks for a stream of ours, and waits to be
/// dialed.
final class LinkAcceptor {
    /// A child checks four times a second; one that is silent for so long is gone.
    private static final Duration SILENCE_MAX = Duration.ofSeconds(3);

    private static final String CNAME = "weir-link";

    private final String node;
    private final NodeTransport transport;
    private final StreamTableRef streams;
    private final RandomGenerator random;
    private final boolean sameMachine;

    /// @param sameMachine whether the cluster's nodes reach each other by loopback
    LinkAcceptor(
            String node,
            NodeTransport transport,
            StreamTableRef streams,
            RandomGenerator random,
            boolean sameMachine) {
        this.node = node;
        this.transport = transport;
        this.streams = streams;
        this.random = random;
        this.sameMachine = sameMachine;
    }

    /// @param loop where the request arrived
    /// @return fails with a [NodeRequestException] if the stream is not, or no longer, ours
    Future<JsonObject> attach(JsonObject body, OwnerLoop loop) {
        LinkMessage.Request request = LinkMessage.Request.read(body);
        return streams.find(request.stream(), loop)
                .compose(
                        found ->
                                found.flatMap(StreamSnapshot::publication)
                                        .filter(each -> each.epoch() == request.epoch())
                                        .map(publication -> open(request, publication))
                                        .orElseGet(() -> Future.failedFuture(gone(request))));
    }

    private static NodeRequestException gone(LinkMessage.Request request) {
        return new NodeRequestException(
                NodeRequestException.UNKNOWN,
                "stream " + request.stream() + " is not published here with that epoch");
    }

    private Future<JsonObject> open(LinkMessage.Request request, PublicationRef publication) {
        LinkMessage.Side parent =
                new LinkMessage.Side(LinkCredentials.create(random), transport.fingerprint());
        PeerParameters parameters =
                new PeerParameters(
                        IceRole.LITE,
                        parent.ice(),
                        request.child().ice(),
                        List.of(),
                        DtlsRole.SERVER,
                        List.of(request.child().fingerprint()),
                        List.of(),
                        publication.media().stream().map(this::outgoing).toList());
        SessionRequest session =
                SessionRequest.ofLink(
                        SessionId.create(node, SessionRole.LINK, random),
                        request.node(),
                        parameters,
                        Optional.of(SILENCE_MAX),
                        driver ->
                                new LinkSubscriber(driver, request.stream(), streams, publication));
        List<IncomingMedia> media =
                publication.media().stream().map(LinkAcceptor::relayed).toList();
        return transport
                .openSession(session)
                .map(
                        _ ->
                                new LinkMessage.Answer(
                                                parent, transport.candidates(sameMachine), media)
                                        .toJson());
    }

    /// The SSRC is the one we report under; the media keeps its publisher's.
    private OutgoingMedia outgoing(IncomingMedia media) {
        return new OutgoingMedia(
                media.kind(),
                media.mid(),
                random.nextInt(1, Integer.MAX_VALUE),
                0,
                CNAME,
                media.formats(),
                media.extensions());
    }

    /// What was lost on a link comes again under its own SSRC. The publisher's transport-wide
    /// numbers are for its own node to acknowledge.
    private static IncomingMedia relayed(IncomingMedia media) {
        List<PayloadFormat> formats =
                media.formats().stream().filter(format -> !format.isRetransmission()).toList();
        Map<HeaderExtension, Integer> extensions = new HashMap<>(media.extensions().entries());
        extensions.remove(HeaderExtension.TRANSPORT_SEQUENCE_NUMBER);
        return new IncomingMedia(
                media.kind(),
                media.mid(),
                formats,
                new ExtensionMap(extensions),
                media.ssrcs(),
                Map.of(),
                media.rids(),
                false);
    }
}
