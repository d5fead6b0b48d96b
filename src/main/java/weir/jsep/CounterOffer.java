package weir.jsep;

import weir.ice.IceCredentials;
import weir.peer.OutgoingMedia;
import weir.peer.PeerParameters;
import weir.rtp.HeaderExtension;
import weir.rtp.PayloadFormat;
import weir.sdp.Attribute;
import weir.sdp.IceAttributes;
import weir.sdp.MediaDescription;
import weir.sdp.SessionDescription;

import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// What Weir offers a viewer whose own offer it does not answer (WHEP, counter-offer), until the
/// viewer answers. A value.
public final class CounterOffer {
    private final SessionDescription description;
    private final PeerParameters offered;
    private final CodecPreferences preferences;

    private CounterOffer(
            SessionDescription description, PeerParameters offered, CodecPreferences preferences) {
        this.description = description;
        this.offered = offered;
        this.preferences = preferences;
    }

    /// @param answer to the [WidestOffer]: it becomes an offer where it leaves the DTLS role open
    static CounterOffer of(Negotiation.Accepted answer, CodecPreferences preferences) {
        SessionDescription said = answer.answer();
        List<MediaDescription> media =
                said.media().stream().map(CounterOffer::withOpenRole).toList();
        return new CounterOffer(
                new SessionDescription(
                        said.origin(),
                        said.name(),
                        said.connection(),
                        said.timing(),
                        said.attributes(),
                        media),
                answer.parameters(),
                preferences);
    }

    private static MediaDescription withOpenRole(MediaDescription section) {
        List<Attribute> attributes =
                section.attributes().stream()
                        .map(
                                each ->
                                        each.name().equals("setup")
                                                ? new Attribute("setup", "actpass")
                                                : each)
                        .toList();
        return new MediaDescription(
                section.media(),
                section.port(),
                section.protocol(),
                section.formats(),
                section.connection(),
                section.bandwidths(),
                attributes);
    }

    /// To be sent: `sendonly`, ICE-lite, with all candidates.
    public SessionDescription description() {
        return description;
    }

    /// What stands in it.
    public PeerParameters parameters() {
        return offered;
    }

    /// Takes the viewer's answer.
    ///
    /// @param random for what is made and not used
    /// @return [Negotiation.Accepted] with the answer itself and what to make the peer from
    public Negotiation accept(SessionDescription answer, RandomGenerator random) {
        if (!isOfTheOffer(answer)) {
            return Negotiation.Reason.ANSWER_OF_ANOTHER_OFFER.refuse(preferences);
        }
        // What a viewer answers says the same as what it offers: which media it takes, and how.
        Offer read = Offer.read(answer);
        Optional<Negotiation.Reason> broken = read.findBroken(Direction::receives);
        if (broken.isPresent()) {
            return broken.get().refuse(preferences);
        }
        SentSections sending = new SentSections(preferences, random, "", List.of());
        List<AgreedMedia.Sent> sent =
                read.media().stream().flatMap(each -> agree(each, sending).stream()).toList();
        if (sent.isEmpty()) {
            return Negotiation.Reason.NO_COMMON_CODEC.refuse(preferences);
        }
        Agreement agreement = Agreement.of(read, sent);
        broken = agreement.findBroken(read);
        return broken.isPresent()
                ? broken.get().refuse(preferences)
                : new Negotiation.Accepted(answer, parameters(agreement.transport(), sent));
    }

    /// An answer has the sections of its offer, in their order (RFC 3264 §6).
    private boolean isOfTheOffer(SessionDescription answer) {
        if (answer.media().size() != description.media().size()) {
            return false;
        }
        for (int i = 0; i < answer.media().size(); i++) {
            MediaDescription own = description.media().get(i);
            MediaDescription theirs = answer.media().get(i);
            if (!own.media().equals(theirs.media())
                    || (theirs.port() != 0 || theirs.has("bundle-only"))
                            && !OfferedMedia.mid(own).equals(OfferedMedia.mid(theirs))) {
                return false;
            }
        }
        return true;
    }

    /// What was not offered counts for nothing.
    private Optional<AgreedMedia.Sent> agree(OfferedMedia answered, SentSections sending) {
        OutgoingMedia own = outgoing(answered.mid());
        OfferedMedia known =
                new OfferedMedia(
                        answered.index(),
                        answered.description(),
                        answered.kind(),
                        answered.mid(),
                        answered.direction(),
                        answered.formats().stream().filter(each -> isOf(own, each)).toList(),
                        answered.extmaps().stream().filter(each -> isOf(own, each)).toList());
        return sending.agree(known).map(sent -> withSources(sent, own));
    }

    private OutgoingMedia outgoing(String mid) {
        return offered.outgoing().stream()
                .filter(each -> each.mid().equals(mid))
                .findFirst()
                .orElseThrow();
    }

    private static boolean isOf(OutgoingMedia own, PayloadFormat format) {
        return own.formats().stream()
                .anyMatch(
                        each ->
                                each.payloadType() == format.payloadType()
                                        && each.encoding().equals(format.encoding()));
    }

    private static boolean isOf(OutgoingMedia own, Extmap extmap) {
        HeaderExtension extension = extmap.extension();
        return own.extensions().id(extension) == extmap.id();
    }

    /// The sources that the offer has named already.
    private static AgreedMedia.Sent withSources(AgreedMedia.Sent sent, OutgoingMedia own) {
        OutgoingMedia agreed = sent.outgoing();
        return new AgreedMedia.Sent(
                sent.offered(),
                new OutgoingMedia(
                        agreed.kind(),
                        agreed.mid(),
                        own.ssrc(),
                        agreed.retransmissionSsrc() == 0 ? 0 : own.retransmissionSsrc(),
                        own.cname(),
                        agreed.formats(),
                        agreed.extensions()),
                sent.formats(),
                sent.extmaps());
    }

    private PeerParameters parameters(OfferedTransport transport, List<AgreedMedia.Sent> sent) {
        IceAttributes ice = transport.ice().orElseThrow();
        return new PeerParameters(
                offered.iceRole(),
                offered.localIce(),
                new IceCredentials(ice.userFragment(), ice.password()),
                List.of(),
                transport.role().orElseThrow(),
                transport.fingerprints(),
                List.of(),
                sent.stream().map(AgreedMedia.Sent::outgoing).toList());
    }
}
