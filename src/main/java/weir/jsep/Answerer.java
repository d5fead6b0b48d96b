package weir.jsep;

import weir.ice.IceCredentials;
import weir.peer.DtlsRole;
import weir.peer.IceRole;
import weir.peer.IncomingMedia;
import weir.peer.OutgoingMedia;
import weir.peer.PeerParameters;
import weir.rtp.ExtensionMap;
import weir.rtp.FormatMatch;
import weir.rtp.HeaderExtension;
import weir.rtp.PayloadFormat;
import weir.rtp.RtcpFeedback;
import weir.sdp.IceAttributes;
import weir.sdp.SessionDescription;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/// Answers the offers of those who dial us (RFC 9429 §5.3; RFC 9725 §4.2 and §4.4).
///
/// Every candidate is in the answer, we are ICE-lite, and one transport carries all sections.
/// Simulcast is not answered, so that senders fall back to one encoding.
public final class Answerer {
    private static final int USER_FRAGMENT_LENGTH = 16;
    private static final int PASSWORD_LENGTH = 32;
    private static final int CNAME_LENGTH = 20;

    /// RFC 8839 §5.4: ice-char.
    private static final String ICE_CHARACTERS =
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

    /// Without video-orientation, so that the sender turns the picture.
    private static final Set<HeaderExtension> TAKEN =
            EnumSet.of(
                    HeaderExtension.MID,
                    HeaderExtension.RTP_STREAM_ID,
                    HeaderExtension.REPAIRED_RTP_STREAM_ID,
                    HeaderExtension.TRANSPORT_SEQUENCE_NUMBER,
                    HeaderExtension.ABSOLUTE_SEND_TIME);

    private static final Set<RtcpFeedback> REPAIR =
            EnumSet.of(RtcpFeedback.NACK, RtcpFeedback.PLI, RtcpFeedback.FIR);

    private final CodecPreferences preferences;
    private final RandomGenerator random;

    /// @param random makes the ICE credentials: cryptographically strong outside of tests
    public Answerer(CodecPreferences preferences, RandomGenerator random) {
        this.preferences = preferences;
        this.random = random;
    }

    /// WHIP: the answer is `recvonly`. Each section must have a codec that can be forwarded.
    public Negotiation answerPublisher(SessionDescription offer, LocalEndpoint local) {
        Offer read = Offer.read(offer);
        List<AgreedMedia.Received> received =
                read.media().stream().flatMap(each -> receive(each).stream()).toList();
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

    private Optional<AgreedMedia.Received> receive(OfferedMedia offered) {
        List<Extmap> extmaps =
                offered.extmaps().stream()
                        .filter(extmap -> TAKEN.contains(extmap.extension()))
                        .filter(extmap -> extmap.direction().sends())
                        .toList();
        ExtensionMap extensions = Extmap.map(extmaps);
        boolean transportWide =
                extensions.id(HeaderExtension.TRANSPORT_SEQUENCE_NUMBER) != ExtensionMap.ABSENT;
        List<PayloadFormat> formats =
                withRetransmissions(offered.formats()).stream()
                        .map(format -> withFeedback(format, received(format, transportWide)))
                        .toList();
        if (formats.isEmpty()) {
            return Optional.empty();
        }
        IncomingMedia incoming =
                new IncomingMedia(
                        offered.kind(),
                        offered.mid(),
                        formats,
                        extensions,
                        offered.ssrcs(),
                        Map.of(),
                        List.of());
        return Optional.of(new AgreedMedia.Received(offered, incoming, extmaps));
    }

    /// The formats that can be forwarded, and the retransmission formats that belong to them.
    private List<PayloadFormat> withRetransmissions(List<PayloadFormat> offered) {
        List<Integer> forwarded =
                offered.stream()
                        .filter(preferences::forwards)
                        .map(PayloadFormat::payloadType)
                        .toList();
        return offered.stream()
                .filter(
                        format ->
                                forwarded.contains(format.payloadType())
                                        || format.isRetransmission()
                                                && forwarded.contains(format.associated()))
                .toList();
    }

    /// Of the two ways to report how much got through one is taken: transport-wide feedback, which
    /// needs its header extension, or else the receiver's own estimate.
    private static Set<RtcpFeedback> received(PayloadFormat offered, boolean transportWide) {
        Set<RtcpFeedback> feedback = EnumSet.copyOf(REPAIR);
        feedback.add(
                transportWide && offered.feedback().contains(RtcpFeedback.TRANSPORT_CC)
                        ? RtcpFeedback.TRANSPORT_CC
                        : RtcpFeedback.REMB);
        return feedback;
    }

    /// No header extensions: a packet that is sent again on the same SSRC must be the same, and
    /// these would differ.
    private Optional<AgreedMedia.Sent> send(
            OfferedMedia offered, String cname, List<PayloadFormat> current, Set<Integer> ssrcs) {
        List<PayloadFormat> formats =
                offered.formats().stream()
                        .filter(preferences::forwards)
                        .map(format -> withFeedback(format, REPAIR))
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

    private static PayloadFormat withFeedback(PayloadFormat format, Set<RtcpFeedback> wanted) {
        Set<RtcpFeedback> both = new HashSet<>(format.feedback());
        both.retainAll(wanted);
        return new PayloadFormat(
                format.payloadType(),
                format.kind(),
                format.encoding(),
                format.clockRate(),
                format.channels(),
                format.parameters(),
                both);
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
