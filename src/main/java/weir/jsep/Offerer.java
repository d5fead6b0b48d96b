package weir.jsep;

import weir.ice.IceCredentials;
import weir.peer.BitrateLimits;
import weir.peer.CertificateFingerprint;
import weir.peer.IceRole;
import weir.peer.IncomingMedia;
import weir.peer.OutgoingMedia;
import weir.peer.PeerParameters;
import weir.rtp.Bitrate;
import weir.rtp.HeaderExtension;
import weir.rtp.MediaKind;
import weir.rtp.PayloadFormat;
import weir.sdp.IceAttributes;
import weir.sdp.SessionDescription;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/// Makes offers to other servers, and reads their answers (RFC 9429 §5.2.1 and §5.11).
///
/// We dial: the other side, ICE-lite or not, has its candidates in the answer, and we are the
/// controlling agent (RFC 8445 §6.1.1). It chooses who begins the handshake.
public final class Offerer {
    /// What we ask a publisher for is not asked of another server.
    static final BitrateLimits UNTOLD = new BitrateLimits(new Bitrate(0), BitrateLimits.UNTOLD);

    private final CodecPreferences preferences;
    private final RandomGenerator random;

    /// @param random makes the ICE credentials: cryptographically strong outside of tests
    public Offerer(CodecPreferences preferences, RandomGenerator random) {
        this.preferences = preferences;
        this.random = random;
    }

    /// WHEP: `recvonly`, with every codec that can be forwarded.
    public LocalOffer offerToWatch(CertificateFingerprint fingerprint) {
        IceCredentials ice = RandomText.iceCredentials(random);
        OfferWriter writer = new OfferWriter(Direction.RECVONLY, ice, fingerprint);
        OfferFormats formats = new OfferFormats(preferences);
        List<LocalOffer.Section> sections = new ArrayList<>();
        for (MediaKind kind : List.of(MediaKind.AUDIO, MediaKind.VIDEO)) {
            List<PayloadFormat> offered = formats.all(kind);
            if (!offered.isEmpty()) {
                var section = new LocalOffer.Section(kind, "" + sections.size(), 0, 0, "");
                sections.add(section);
                writer.add(section, offered, received(kind));
            }
        }
        return new LocalOffer(writer.write(random.nextLong() >>> 1), ice, sections);
    }

    /// WHIP: `sendonly`, with a section for each kind of the formats.
    ///
    /// @param live what the stream has now, the preferred first; at least one that can be forwarded
    public LocalOffer offerToPublish(CertificateFingerprint fingerprint, List<PayloadFormat> live) {
        IceCredentials ice = RandomText.iceCredentials(random);
        String cname = RandomText.cname(random);
        OfferWriter writer = new OfferWriter(Direction.SENDONLY, ice, fingerprint);
        List<PayloadFormat> offered = new OfferFormats(preferences).of(live);
        List<LocalOffer.Section> sections = new ArrayList<>();
        for (MediaKind kind : List.of(MediaKind.AUDIO, MediaKind.VIDEO)) {
            List<PayloadFormat> ofKind =
                    offered.stream().filter(format -> format.kind() == kind).toList();
            if (!ofKind.isEmpty()) {
                int ssrc = random.nextInt(1, Integer.MAX_VALUE);
                // The next is another one, which is all that it must be.
                var section =
                        new LocalOffer.Section(kind, "" + sections.size(), ssrc, ssrc + 1, cname);
                sections.add(section);
                writer.add(section, ofKind, sent(kind));
            }
        }
        return new LocalOffer(writer.write(random.nextLong() >>> 1), ice, sections);
    }

    private static List<HeaderExtension> received(MediaKind kind) {
        return switch (kind) {
            case AUDIO -> List.of(HeaderExtension.MID, HeaderExtension.TRANSPORT_SEQUENCE_NUMBER);
            case VIDEO ->
                    List.of(
                            HeaderExtension.MID,
                            HeaderExtension.TRANSPORT_SEQUENCE_NUMBER,
                            HeaderExtension.ABSOLUTE_SEND_TIME,
                            HeaderExtension.DEPENDENCY_DESCRIPTOR);
        };
    }

    /// Sound has no retransmission format, so that nothing new may be said of it: see
    /// [SentSections].
    private static List<HeaderExtension> sent(MediaKind kind) {
        return switch (kind) {
            case AUDIO -> List.of();
            case VIDEO ->
                    List.of(
                            HeaderExtension.TRANSPORT_SEQUENCE_NUMBER,
                            HeaderExtension.DEPENDENCY_DESCRIPTOR);
        };
    }

    /// What we are to receive, by the answer to [#offerToWatch].
    public AnswerReading readWatched(LocalOffer ours, SessionDescription answer) {
        Offer read = Offer.read(answer);
        ReceivedSections receiving = new ReceivedSections(preferences, UNTOLD);
        List<AgreedMedia.Received> received =
                accepted(ours, read, Direction::sends)
                        .flatMap(section -> receiving.agree(section).stream())
                        .toList();
        return agree(ours, read, received);
    }

    /// What we are to send, by the answer to [#offerToPublish].
    public AnswerReading readPublished(LocalOffer ours, SessionDescription answer) {
        Offer read = Offer.read(answer);
        SentSections sending = new SentSections(preferences, random, "", List.of());
        List<AgreedMedia.Sent> sent =
                accepted(ours, read, Direction::receives)
                        .flatMap(section -> sending.agree(section).stream())
                        .toList();
        return agree(ours, read, sent);
    }

    /// One of each kind that we offered.
    private static Stream<OfferedMedia> accepted(
            LocalOffer ours, Offer answer, Predicate<Direction> wanted) {
        return ours.sections().stream()
                .flatMap(
                        section ->
                                answer.media().stream()
                                        .filter(each -> each.kind() == section.kind())
                                        .filter(each -> wanted.test(each.direction()))
                                        .limit(1));
    }

    private AnswerReading agree(
            LocalOffer ours, Offer answer, List<? extends AgreedMedia> sections) {
        if (sections.isEmpty()) {
            return new AnswerReading.Unusable("the answer takes none of the media offered");
        }
        Agreement agreement = Agreement.of(answer, sections);
        Optional<Negotiation.Reason> broken = agreement.transport().findBroken();
        if (broken.isPresent()) {
            return new AnswerReading.Unusable("the answer lacks something: " + broken.get());
        }
        var candidates = RemoteCandidates.read(answer.description());
        if (candidates.isEmpty()) {
            return new AnswerReading.Unusable("the answer has no UDP candidate with an address");
        }
        IceAttributes ice = agreement.transport().ice().orElseThrow();
        List<IncomingMedia> incoming = new ArrayList<>();
        List<OutgoingMedia> outgoing = new ArrayList<>();
        for (AgreedMedia each : sections) {
            switch (each) {
                case AgreedMedia.Received received -> incoming.add(received.incoming());
                case AgreedMedia.Sent sent -> outgoing.add(asOffered(ours, sent.outgoing()));
            }
        }
        return new AnswerReading.Agreed(
                new PeerParameters(
                        IceRole.CONTROLLING,
                        ours.ice(),
                        new IceCredentials(ice.userFragment(), ice.password()),
                        candidates,
                        agreement.transport().role().orElseThrow(),
                        agreement.transport().fingerprints(),
                        incoming,
                        outgoing));
    }

    /// With the sources that the offer named.
    private static OutgoingMedia asOffered(LocalOffer ours, OutgoingMedia agreed) {
        LocalOffer.Section section = ours.find(agreed.kind()).orElseThrow();
        return new OutgoingMedia(
                agreed.kind(),
                section.mid(),
                section.ssrc(),
                agreed.retransmissionSsrc() == 0 ? 0 : section.retransmissionSsrc(),
                section.cname(),
                agreed.formats(),
                agreed.extensions());
    }
}
