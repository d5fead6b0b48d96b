package weir.jsep;

import weir.ice.IceCredentials;
import weir.peer.BitrateLimits;
import weir.peer.DtlsRole;
import weir.peer.IceRole;
import weir.peer.IncomingMedia;
import weir.peer.OutgoingMedia;
import weir.peer.PeerParameters;
import weir.rtp.PayloadFormat;
import weir.sdp.IceAttributes;
import weir.sdp.SessionDescription;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/// Answers the offers of those who dial us (RFC 9429 §5.3; RFC 9725 §4.2 and §4.4).
///
/// Every candidate is in the answer, we are ICE-lite, and one transport carries all sections.
public final class Answerer {
    private final CodecPreferences preferences;
    private final RandomGenerator random;

    /// @param random makes the ICE credentials: cryptographically strong outside of tests
    public Answerer(CodecPreferences preferences, RandomGenerator random) {
        this.preferences = preferences;
        this.random = random;
    }

    /// WHIP: the answer is `recvonly`. Each section must be audio or video, of a codec that can be
    /// forwarded: nothing is taken in part (RFC 9725 §4.4.3).
    ///
    /// @param limits that the publisher is told, as far as it needs to be
    public Negotiation answerPublisher(
            SessionDescription offer, LocalEndpoint local, BitrateLimits limits) {
        Offer read = Offer.read(offer);
        ReceivedSections receiving = new ReceivedSections(preferences, limits);
        List<AgreedMedia.Received> received =
                read.media().stream().flatMap(each -> receiving.agree(each).stream()).toList();
        int required = read.media().size();
        Negotiation whole = negotiate(read, Direction::sends, required, received, local);
        return whole instanceof Negotiation.Accepted && read.others()
                ? Negotiation.Reason.OTHER_MEDIA.refuse(preferences)
                : whole;
    }

    /// WHEP: the answer is `sendonly`. A section is rejected only if none of its codecs could ever
    /// be forwarded.
    ///
    /// @param current the formats of the stream that is live now, which may be none; what matches
    ///     them stands first in the answer
    public Negotiation answerViewer(
            SessionDescription offer, LocalEndpoint local, List<PayloadFormat> current) {
        Offer read = Offer.read(offer);
        SentSections sending =
                new SentSections(preferences, random, RandomText.cname(random), current);
        List<AgreedMedia.Sent> sent =
                read.media().stream().flatMap(each -> sending.agree(each).stream()).toList();
        return negotiate(read, Direction::receives, 1, sent, local);
    }

    /// What a viewer is offered whose own offer is not answered.
    ///
    /// @param current the formats of the stream that is live now, which may be none; they stand
    ///     first
    public CounterOffer offerViewer(LocalEndpoint local, List<PayloadFormat> current) {
        SessionDescription widest = WidestOffer.write(current, preferences);
        return switch (answerViewer(widest, local, current)) {
            case Negotiation.Accepted accepted -> CounterOffer.of(accepted, preferences);
            case Negotiation.Refused refused -> throw new IllegalStateException(refused.because());
        };
    }

    private Negotiation negotiate(
            Offer offer,
            Predicate<Direction> wanted,
            int required,
            List<? extends AgreedMedia> media,
            LocalEndpoint local) {
        Optional<Negotiation.Reason> broken = offer.findBroken(wanted);
        if (broken.isPresent()) {
            return broken.get().refuse(preferences);
        }
        if (media.size() < required) {
            return Negotiation.Reason.NO_COMMON_CODEC.refuse(preferences);
        }
        Agreement agreement = Agreement.of(offer, media);
        broken = agreement.findBroken(offer);
        return broken.isPresent()
                ? broken.get().refuse(preferences)
                : accept(offer, agreement, local);
    }

    private Negotiation accept(Offer offer, Agreement agreement, LocalEndpoint local) {
        IceCredentials localIce = credentials();
        IceAttributes remoteIce = agreement.transport().ice().orElseThrow();
        DtlsRole role = agreement.transport().role().orElseThrow();
        List<IncomingMedia> incoming = new ArrayList<>();
        List<OutgoingMedia> outgoing = new ArrayList<>();
        for (AgreedMedia each : agreement.media()) {
            switch (each) {
                case AgreedMedia.Received received -> incoming.add(received.incoming());
                case AgreedMedia.Sent sent -> outgoing.add(sent.outgoing());
            }
        }
        SessionDescription answer =
                new AnswerWriter(offer, agreement, local, localIce, role)
                        .write(random.nextLong() >>> 1);
        return new Negotiation.Accepted(
                answer,
                new PeerParameters(
                        IceRole.LITE,
                        localIce,
                        new IceCredentials(remoteIce.userFragment(), remoteIce.password()),
                        List.of(),
                        role,
                        agreement.transport().fingerprints(),
                        incoming,
                        outgoing));
    }

    /// Ours for one ICE session, as no other has them.
    public IceCredentials credentials() {
        return RandomText.iceCredentials(random);
    }
}
