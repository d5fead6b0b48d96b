package weir.jsep;

import weir.rtp.PayloadFormat;
import weir.rtp.RtcpFeedback;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What both directions do with the formats of an offer.
final class AgreedFormats {
    private AgreedFormats() {}

    /// The formats that can be forwarded, and the retransmission formats that belong to them.
    /// Redundant audio is forwarded if all that is in it could be sent alone: there are viewers who
    /// take none.
    static List<PayloadFormat> withRetransmissions(
            List<PayloadFormat> offered, CodecPreferences preferences) {
        List<PayloadFormat> known = offered.stream().filter(preferences::forwards).toList();
        List<Integer> forwarded =
                known.stream()
                        .filter(format -> !isRedundant(format) || isWhole(format, known))
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

    private static boolean isRedundant(PayloadFormat format) {
        return format.encoding().equals(Codec.RED.encoding());
    }

    /// Whether each payload type that redundant audio names (RFC 2198 §5) is that of a format with
    /// the same clock.
    private static boolean isWhole(PayloadFormat redundant, List<PayloadFormat> known) {
        Set<String> inside =
                known.stream()
                        .filter(format -> !isRedundant(format))
                        .filter(format -> format.clockRate() == redundant.clockRate())
                        .map(format -> Integer.toString(format.payloadType()))
                        .collect(Collectors.toSet());
        return Stream.of(redundant.parameters().split("/", -1))
                .map(String::strip)
                .allMatch(inside::contains);
    }

    /// The format with that of its feedback which is wanted.
    static PayloadFormat withFeedback(PayloadFormat format, Set<RtcpFeedback> wanted) {
        Set<RtcpFeedback> both = new HashSet<>(format.feedback());
        both.retainAll(wanted);
        return format.withFeedback(both);
    }
}
