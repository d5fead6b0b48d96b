package weir.jsep;

import weir.ice.IceCredentials;
import weir.peer.DtlsRole;
import weir.peer.IceRole;
import weir.peer.IncomingMedia;
import weir.peer.OutgoingMedia;
import weir.peer.PeerParameters;
import weir.rtp.ExtensionMap;
import weir.rtp.FormatMatch;
import weir.rtp.PayloadFormat;
import weir.rtp.RtcpFeedback;
import weir.sdp.IceAttributes;
import weir.sdp.SessionDescription;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/// Answers the offers of those who dial us (RFC 9429 §5.3; RFC 9725 §4.2 and §4.4).
///
/// Every candidate is in the answer, we are ICE-lite, and one transport carries all sections.
public final class Answerer {
    private static final int USER_FRAGMENT_LENGTH = 16;
    private static final int PASSWORD_LENGTH = 32;
    private static final int CNAME_LENGTH = 20;

    /// RFC 8839 §5.4: ice-char.
    private static final String ICE_CHARACTERS =
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

    private static final Set<RtcpFeedback> REPAIR =
            EnumSet.of(RtcpFeedback.NACK, RtcpFeedback.PLI, RtcpFeedback.FIR);

    private final CodecPreferences preferences;
    private final RandomGenerator random;
    private final ReceivedSections receiving;

    /// @param random makes the ICE credentials: cryptographically strong outside of tests
    public Answerer(CodecPreferences preferences, RandomGenerator random) {
        this.preferences = preferences;
        this.random = random;
        this.receiving = new ReceivedSections(preferences);
    }

    /// WHIP: the answer is `recvonly`. Each section must have a codec that can be forwarded.
    public Negotiation answerPublisher(SessionDescription offer, LocalEndpoint local) {
        Offer read = Offer.read(offer);
        List<AgreedMedia.Received> received =
                read.media().stream().flatMap(each -> receiving.agree(each).stream()).toList();
        int required = read.media().size();
        return negotiate(read, Direction::sends, required, received, local);
    }

    /// WHEP: the answer is `sendonly`. A section is rejected only if none of its codecs could ever
    /// be forwarded, and retransmissions go on the media's own SSRC.
    ///
    /// @param current the formats of the stream that is live now, which may be none; what matches
    ///     them stands first in the answer
    public Negotiation answerViewer(
            SessionDescription offer, LocalEndpoint local, List<PayloadFormat> current) {
        Offer read = Offer.read(offer);
        String cname = randomText(CNAME_LENGTH);
        Set<Integer> ssrcs = new HashSet<>();
        List<AgreedMedia.Sent> sent = new ArrayList<>();
        for (OfferedMedia each : read.media()) {
            send(each, cname, current, ssrcs).ifPresent(sent::add);
        }
        return negotiate(read, Direction::receives, 1, sent, local);
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
        IceCredentials localIce =
                new IceCredentials(randomText(USER_FRAGMENT_LENGTH), randomText(PASSWORD_LENGTH));
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

    /// No header extensions: a packet that is sent again on the same SSRC must be the same, and
    /// these would differ.
    private Optional<AgreedMedia.Sent> send(
            OfferedMedia offered, String cname, List<PayloadFormat> current, Set<Integer> ssrcs) {
        List<PayloadFormat> formats =
                offered.formats().stream()
                        .filter(preferences::forwards)
                        .map(format -> AgreedFormats.withFeedback(format, REPAIR))
                        .toList();
        if (formats.isEmpty()) {
            return Optional.empty();
        }
        OutgoingMedia outgoing =
                new OutgoingMedia(
                        offered.kind(),
                        offered.mid(),
                        randomSsrc(ssrcs),
                        0,
                        cname,
                        formats,
                        ExtensionMap.EMPTY);
        return Optional.of(new AgreedMedia.Sent(offered, outgoing, preferred(formats, current)));
    }

    /// The formats with those first that fit what is live.
    private static List<PayloadFormat> preferred(
            List<PayloadFormat> formats, List<PayloadFormat> current) {
        Set<PayloadFormat> preferred = new LinkedHashSet<>();
        current.forEach(source -> FormatMatch.best(source, formats).ifPresent(preferred::add));
        preferred.addAll(formats);
        return List.copyOf(preferred);
    }

    private int randomSsrc(Set<Integer> taken) {
        int ssrc = random.nextInt();
        while (ssrc == 0 || !taken.add(ssrc)) {
            ssrc = random.nextInt();
        }
        return ssrc;
    }

    private String randomText(int length) {
        StringBuilder text = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            text.append(ICE_CHARACTERS.charAt(random.nextInt(ICE_CHARACTERS.length())));
        }
        return text.toString();
    }
}
