package weir.rtp;

import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;

/// What a payload type means in one session (`a=rtpmap`, `a=fmtp`, `a=rtcp-fb`). A value.
///
/// @param payloadType 0..127, as negotiated in this session alone
/// @param encoding    the encoding name in the spelling of the IANA registry: `VP8`, `H264`,
///     `opus`, `rtx`
/// @param clockRate   ticks of the RTP timestamp a second
/// @param channels    1 or more; 1 for video
/// @param parameters  the text of `a=fmtp` behind the payload type, empty if there was none
/// @param feedback    what both sides agreed on
public record PayloadFormat(
        int payloadType,
        MediaKind kind,
        String encoding,
        int clockRate,
        int channels,
        String parameters,
        Set<RtcpFeedback> feedback) {

    public PayloadFormat {
        feedback = Set.copyOf(feedback);
    }

    /// Whether this is a retransmission format (RFC 4588), whose packets carry those of
    /// [#associated()].
    public boolean isRetransmission() {
        return encoding.equalsIgnoreCase("rtx");
    }

    /// The payload type that a retransmission format repairs (`apt`), -1 if it names none.
    public int associated() {
        return findParameter("apt").map(PayloadFormat::parsePayloadType).orElse(-1);
    }

    /// The value of one of [#parameters()], which are `name=value` with semicolons between.
    ///
    /// @param name in any case
    public Optional<String> findParameter(String name) {
        for (String parameter : parameters.split(";")) {
            String[] nameAndValue = parameter.strip().split("=", 2);
            if (nameAndValue.length == 2 && nameAndValue[0].strip().equalsIgnoreCase(name)) {
                return Optional.of(nameAndValue[1].strip());
            }
        }
        return Optional.empty();
    }

    /// The same format with parameters that are known better, such as those that a key frame tells.
    ///
    /// @param known `name=value` with semicolons between, put in place of those of these names; or
    ///     empty
    public PayloadFormat withParameters(String known) {
        PayloadFormat format = this;
        for (String parameter : known.split(";")) {
            String[] nameAndValue = parameter.strip().split("=", 2);
            if (nameAndValue.length == 2) {
                format = format.withParameter(nameAndValue[0].strip(), nameAndValue[1].strip());
            }
        }
        return format;
    }

    /// @param name in any case
    PayloadFormat withParameter(String name, String value) {
        StringJoiner joined = new StringJoiner(";");
        for (String parameter : parameters.split(";")) {
            String present = parameter.strip().split("=", 2)[0].strip();
            if (!present.isEmpty() && !present.equalsIgnoreCase(name)) {
                joined.add(parameter.strip());
            }
        }
        joined.add(name + "=" + value);
        return new PayloadFormat(
                payloadType, kind, encoding, clockRate, channels, joined.toString(), feedback);
    }

    public PayloadFormat withFeedback(Set<RtcpFeedback> other) {
        return new PayloadFormat(
                payloadType, kind, encoding, clockRate, channels, parameters, other);
    }

    private static int parsePayloadType(String text) {
        try {
            int value = Integer.parseInt(text);
            return value >= 0 && value <= 127 ? value : -1;
        } catch (NumberFormatException _) {
            return -1;
        }
    }
}
