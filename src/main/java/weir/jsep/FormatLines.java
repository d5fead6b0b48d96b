package weir.jsep;

import weir.rtp.PayloadFormat;
import weir.sdp.Attribute;

import java.util.List;

/// What a section says of one payload type (RFC 8866 §6.6 and §6.15, RFC 4585 §4.2).
final class FormatLines {
    private FormatLines() {}

    static void add(List<Attribute> attributes, PayloadFormat format) {
        String channels = format.channels() == 1 ? "" : "/" + format.channels();
        String type = format.payloadType() + " ";
        attributes.add(
                new Attribute(
                        "rtpmap", type + format.encoding() + "/" + format.clockRate() + channels));
        if (!format.parameters().isEmpty()) {
            attributes.add(new Attribute("fmtp", type + format.parameters()));
        }
        format.feedback().stream()
                .sorted()
                .map(feedback -> new Attribute("rtcp-fb", type + feedback.token()))
                .forEach(attributes::add);
    }
}
