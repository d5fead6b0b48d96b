package weir.jsep;

import weir.peer.OutgoingMedia;
import weir.rtp.FormatMatch;
import weir.rtp.HeaderExtension;
import weir.rtp.MediaKind;
import weir.rtp.PayloadFormat;
import weir.rtp.RtcpFeedback;

import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/// What one viewer is sent in the sections of its offer.
///
/// A header extension that says something new each time a packet is sent may stand only where no
/// packet is sent twice under one SRTP index: two plaintexts under one nonce give the key away (RFC
/// 7714 §8.4). What is lost is sent again in a retransmission format, which has indices of its own,
/// or else as it was, under the index that it had. So a section has transport-wide sequence numbers
/// only if each of its formats has a retransmission format, or if no format of it takes NACKs, so
/// that nothing is sent again. The dependency descriptor is the same whenever a packet is sent, and
/// may stand anywhere.
final class SentSections {
    private static final Set<RtcpFeedback> REPAIR =
            EnumSet.of(RtcpFeedback.NACK, RtcpFeedback.PLI, RtcpFeedback.FIR);

    private final CodecPreferences preferences;
    private final RandomGenerator random;
    private final String cname;
    private final List<PayloadFormat> current;
    private final Set<Integer> ssrcs = new HashSet<>();

    /// @param current the formats of the stream that is live now, which may be none; what matches
    ///     them stands first in the answer
    SentSections(
            CodecPreferences preferences,
            RandomGenerator random,
            String cname,
            List<PayloadFormat> current) {
        this.preferences = preferences;
        this.random = random;
        this.cname = cname;
        this.current = current;
    }

    /// @return empty if the section has no codec that can be forwarded
    Optional<AgreedMedia.Sent> agree(OfferedMedia offered) {
        List<PayloadFormat> kept =
                AgreedFormats.withRetransmissions(offered.formats(), preferences);
        if (kept.isEmpty()) {
            return Optional.empty();
        }
        boolean transportWide = takesTransportWide(offered) && canSayNew(kept);
        List<Extmap> extmaps =
                offered.extmaps().stream()
                        .filter(extmap -> extmap.direction().receives())
                        .filter(extmap -> isSaid(extmap.extension(), offered, transportWide))
                        .toList();
        List<PayloadFormat> formats =
                kept.stream()
                        .map(format -> AgreedFormats.withFeedback(format, feedback(transportWide)))
                        .toList();
        boolean repaired = formats.stream().anyMatch(PayloadFormat::isRetransmission);
        OutgoingMedia outgoing =
                new OutgoingMedia(
                        offered.kind(),
                        offered.mid(),
                        randomSsrc(),
                        repaired ? randomSsrc() : 0,
                        cname,
                        formats,
                        Extmap.map(extmaps));
        return Optional.of(new AgreedMedia.Sent(offered, outgoing, preferred(formats), extmaps));
    }

    /// Whether the viewer tells what arrived by transport-wide sequence numbers.
    private boolean takesTransportWide(OfferedMedia offered) {
        return offered.extmaps().stream()
                        .filter(extmap -> extmap.direction().receives())
                        .map(Extmap::extension)
                        .anyMatch(HeaderExtension.TRANSPORT_SEQUENCE_NUMBER::equals)
                && offered.formats().stream()
                        .filter(preferences::forwards)
                        .anyMatch(format -> takes(format, RtcpFeedback.TRANSPORT_CC));
    }

    /// Whether no repair takes the SRTP index of what it repairs: see above.
    private static boolean canSayNew(List<PayloadFormat> formats) {
        List<Integer> repaired =
                formats.stream()
                        .filter(PayloadFormat::isRetransmission)
                        .map(PayloadFormat::associated)
                        .toList();
        List<PayloadFormat> media =
                formats.stream().filter(format -> !format.isRetransmission()).toList();
        return media.stream().allMatch(format -> repaired.contains(format.payloadType()))
                || media.stream().noneMatch(format -> takes(format, RtcpFeedback.NACK));
    }

    private static boolean takes(PayloadFormat format, RtcpFeedback feedback) {
        return format.feedback().contains(feedback);
    }

    private static boolean isSaid(
            HeaderExtension extension, OfferedMedia offered, boolean transportWide) {
        return switch (extension) {
            case TRANSPORT_SEQUENCE_NUMBER -> transportWide;
            case DEPENDENCY_DESCRIPTOR -> offered.kind() == MediaKind.VIDEO;
            case MID,
                    RTP_STREAM_ID,
                    REPAIRED_RTP_STREAM_ID,
                    ABSOLUTE_SEND_TIME,
                    AUDIO_LEVEL,
                    PLAYOUT_DELAY ->
                    false;
        };
    }

    /// Of the two ways to learn how much gets through one is taken: transport-wide feedback, or
    /// else the viewer's own estimate.
    private static Set<RtcpFeedback> feedback(boolean transportWide) {
        Set<RtcpFeedback> feedback = EnumSet.copyOf(REPAIR);
        feedback.add(transportWide ? RtcpFeedback.TRANSPORT_CC : RtcpFeedback.REMB);
        return feedback;
    }

    private int randomSsrc() {
        int ssrc = random.nextInt();
        while (ssrc == 0 || !ssrcs.add(ssrc)) {
            ssrc = random.nextInt();
        }
        return ssrc;
    }

    /// The formats with those first that fit what is live.
    private List<PayloadFormat> preferred(List<PayloadFormat> formats) {
        Set<PayloadFormat> preferred = new LinkedHashSet<>();
        current.forEach(source -> FormatMatch.best(source, formats).ifPresent(preferred::add));
        preferred.addAll(formats);
        return List.copyOf(preferred);
    }
}
