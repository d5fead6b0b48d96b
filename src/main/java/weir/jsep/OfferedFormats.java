package weir.jsep;

import weir.rtp.MediaKind;
import weir.rtp.PayloadFormat;
import weir.rtp.RtcpFeedback;
import weir.sdp.MediaDescription;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Reads the formats of one section that have an encoding of [Codec] or are retransmissions, with
/// the feedback that was offered.
final class OfferedFormats {
    private static final int PAYLOAD_TYPE_MAX = 127;
    private static final String RETRANSMISSION = "rtx";

    /// RFC 4585 §4.2: feedback for all formats of the section.
    private static final String ANY_FORMAT = "*";

    private final MediaKind kind;
    private final Map<String, String> encodings;
    private final Map<String, String> parameters;
    private final Map<String, Set<RtcpFeedback>> feedback;

    private OfferedFormats(MediaKind kind, MediaDescription description) {
        this.kind = kind;
        this.encodings = byFormat(description.all("rtpmap"));
        this.parameters = byFormat(description.all("fmtp"));
        this.feedback = feedbackByFormat(description.all("rtcp-fb"));
    }

    /// In the order of the m= line, each payload type once.
    static List<PayloadFormat> read(MediaKind kind, MediaDescription description) {
        OfferedFormats offered = new OfferedFormats(kind, description);
        List<PayloadFormat> formats = new ArrayList<>();
        for (String format : new LinkedHashSet<>(description.formats())) {
            offered.find(format).ifPresent(formats::add);
        }
        return formats;
    }

    /// Values of the form `format rest`, the first for each format.
    private static Map<String, String> byFormat(List<String> values) {
        Map<String, String> rests = new HashMap<>();
        for (String value : values) {
            String[] formatAndRest = value.strip().split("\\s+", 2);
            if (formatAndRest.length == 2) {
                rests.putIfAbsent(formatAndRest[0], formatAndRest[1].strip());
            }
        }
        return rests;
    }

    private Optional<PayloadFormat> find(String format) {
        int payloadType = Decimal.parse(format, PAYLOAD_TYPE_MAX);
        if (payloadType < 0 || isTakenByRtcp(payloadType)) {
            return Optional.empty();
        }
        String encoding = encodings.get(format);
        if (encoding == null) {
            return Codec.findStatic(payloadType)
                    .filter(codec -> codec.kind() == kind)
                    .map(codec -> format(payloadType, format, codec));
        }
        String[] fields = encoding.split("/", -1);
        int clockRate = fields.length < 2 ? -1 : Decimal.parse(fields[1].strip(), 999_999_999);
        int channels = fields.length < 3 ? 1 : Decimal.parse(fields[2].strip(), 255);
        if (fields[0].equalsIgnoreCase(RETRANSMISSION) && clockRate > 0) {
            return Optional.of(retransmission(payloadType, format, clockRate));
        }
        return Codec.find(kind, fields[0], clockRate, channels)
                .map(codec -> format(payloadType, format, codec));
    }

    /// RFC 5761 §4: where RTP and RTCP share a port these would read as RTCP.
    private static boolean isTakenByRtcp(int payloadType) {
        return payloadType >= 64 && payloadType <= 95;
    }

    private PayloadFormat format(int payloadType, String format, Codec codec) {
        return new PayloadFormat(
                payloadType,
                kind,
                codec.encoding(),
                codec.clockRate(),
                codec.channels(),
                parameters.getOrDefault(format, ""),
                feedback(format));
    }

    private PayloadFormat retransmission(int payloadType, String format, int clockRate) {
        return new PayloadFormat(
                payloadType,
                kind,
                RETRANSMISSION,
                clockRate,
                1,
                parameters.getOrDefault(format, ""),
                Set.of());
    }

    private Set<RtcpFeedback> feedback(String format) {
        Set<RtcpFeedback> both = EnumSet.noneOf(RtcpFeedback.class);
        both.addAll(feedback.getOrDefault(format, Set.of()));
        both.addAll(feedback.getOrDefault(ANY_FORMAT, Set.of()));
        return both;
    }

    private static Map<String, Set<RtcpFeedback>> feedbackByFormat(List<String> values) {
        Map<String, Set<RtcpFeedback>> byFormat = new HashMap<>();
        for (String value : values) {
            String[] formatAndToken = value.strip().split("\\s+", 2);
            if (formatAndToken.length == 2) {
                findFeedback(formatAndToken[1])
                        .ifPresent(
                                known ->
                                        byFormat.computeIfAbsent(
                                                        formatAndToken[0],
                                                        _ -> EnumSet.noneOf(RtcpFeedback.class))
                                                .add(known));
            }
        }
        return byFormat;
    }

    private static Optional<RtcpFeedback> findFeedback(String text) {
        String token = text.replaceAll("\\s+", " ").toLowerCase(Locale.ROOT);
        return Stream.of(RtcpFeedback.values())
                .filter(known -> known.token().equals(token))
                .findFirst();
    }
}
