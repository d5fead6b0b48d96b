package weir.jsep;

import weir.peer.IceRole;
import weir.peer.PeerParameters;
import weir.sdp.Attribute;
import weir.sdp.MediaDescription;
import weir.sdp.SessionDescription;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Set;

/// Our answer to a server that makes the offer itself (WHEP's counter-offer, which comes with 406).
///
/// To a full agent we are what we are to every publisher: ICE-lite, on the node's own port. Where
/// the server is ICE-lite it is us who dial (RFC 8445 §6.1.1).
public final class CounterOfferAnswer {
    private static final String LITE = "ice-lite";
    private static final Set<String> OURS_ALONE = Set.of(LITE, "candidate", "end-of-candidates");

    private CounterOfferAnswer() {}

    /// @param local where a full agent reaches us
    public static Negotiation of(
            Answerer answerer, SessionDescription counterOffer, LocalEndpoint local) {
        if (!counterOffer.has(LITE)) {
            return answerer.answerPublisher(counterOffer, local, Offerer.UNTOLD);
        }
        List<InetSocketAddress> candidates = RemoteCandidates.read(counterOffer);
        return switch (answerer.answerPublisher(
                without(counterOffer, Set.of(LITE)), local, Offerer.UNTOLD)) {
            case Negotiation.Refused refused -> refused;
            case Negotiation.Accepted _ when candidates.isEmpty() ->
                    new Negotiation.Refused(
                            Negotiation.Reason.ICE_LITE,
                            "the counter-offer has no UDP candidate with an address",
                            List.of());
            case Negotiation.Accepted(var answer, var parameters) ->
                    new Negotiation.Accepted(
                            without(answer, OURS_ALONE), dialing(parameters, candidates));
        };
    }

    private static PeerParameters dialing(
            PeerParameters parameters, List<InetSocketAddress> candidates) {
        return new PeerParameters(
                IceRole.CONTROLLING,
                parameters.localIce(),
                parameters.remoteIce(),
                candidates,
                parameters.dtlsRole(),
                parameters.remoteFingerprints(),
                parameters.incoming(),
                parameters.outgoing());
    }

    private static SessionDescription without(
            SessionDescription description, Set<String> attributes) {
        return new SessionDescription(
                description.origin(),
                description.name(),
                description.connection(),
                description.timing(),
                without(description.attributes(), attributes),
                description.media().stream()
                        .map(
                                media ->
                                        new MediaDescription(
                                                media.media(),
                                                media.port(),
                                                media.protocol(),
                                                media.formats(),
                                                media.connection(),
                                                media.bandwidths(),
                                                without(media.attributes(), attributes)))
                        .toList());
    }

    private static List<Attribute> without(List<Attribute> attributes, Set<String> names) {
        return attributes.stream().filter(each -> !names.contains(each.name())).toList();
    }
}
