package weir.jsep;

import weir.rtp.PayloadFormat;
import weir.rtp.RtcpFeedback;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// What both directions do with the formats of an offer.
final class AgreedFormats {
    private AgreedFormats() {}

    /// The formats that can be forwarded, and the retransmission formats that belong to them.
    static List<PayloadFormat> withRetransmissions(
            List<PayloadFormat> offered, CodecPreferences preferences) {
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

    /// The format with that of its feedback which is wanted.
    static PayloadFormat withFeedback(PayloadFormat format, Set<RtcpFeedback> wanted) {
        Set<RtcpFeedback> both = new HashSet<>(format.feedback());
        both.retainAll(wanted);
        return format.withFeedback(both);
    }
}
