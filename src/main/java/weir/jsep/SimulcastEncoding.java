package weir.jsep;

import weir.rtp.PayloadFormat;
import weir.sdp.MediaDescription;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// One of the encodings that a publisher sends at a time (RFC 8853).
///
/// @param rid          what its packets call it
/// @param restrictions as they stand in `a=rid`, empty if there are none
record SimulcastEncoding(String rid, String restrictions) {
    /// Of one section; more are left out of the answer.
    private static final int ENCODINGS_MAX = 8;

    /// RFC 8851 §10: a rid of letters, digits, `-` and `_`, a direction, and restrictions.
    private static final Pattern RID =
            Pattern.compile("\\s*([A-Za-z0-9_-]{1,255})\\s+send(?:\\s+(.*))?");

    /// RFC 8853 §5.1: a direction, and what is sent or received that way.
    private static final Pattern SEND = Pattern.compile("(?:^|\\s)send\\s+(\\S+)");

    private static final String FORMATS = "pt=";

    /// In the order of `a=simulcast`, each rid once; none if the section offers no simulcast.
    static List<SimulcastEncoding> read(MediaDescription description) {
        Map<String, SimulcastEncoding> described = new HashMap<>();
        for (String value : description.all("rid")) {
            Matcher rid = RID.matcher(value);
            if (rid.matches()) {
                String restrictions = rid.group(2) == null ? "" : rid.group(2).strip();
                described.putIfAbsent(
                        rid.group(1), new SimulcastEncoding(rid.group(1), restrictions));
            }
        }
        Matcher send = SEND.matcher(description.find("simulcast").orElse(""));
        return Stream.of(send.find() ? send.group(1).split(";") : new String[0])
                .flatMap(alternatives -> findFirst(alternatives, described).stream())
                .distinct()
                .limit(ENCODINGS_MAX)
                .toList();
    }

    /// Alternatives have commas between; a tilde says that one is paused at first, which changes
    /// nothing for us.
    private static Optional<SimulcastEncoding> findFirst(
            String alternatives, Map<String, SimulcastEncoding> described) {
        return Stream.of(alternatives.split(","))
                .map(rid -> rid.startsWith("~") ? rid.substring(1) : rid)
                .filter(described::containsKey)
                .findFirst()
                .map(described::get);
    }

    /// The encoding without the formats that are not taken. Empty if it was to be sent in none but
    /// those.
    Optional<SimulcastEncoding> in(List<PayloadFormat> taken) {
        List<String> kept = new ArrayList<>();
        for (String restriction : restrictions.split(";")) {
            if (restriction.strip().startsWith(FORMATS)) {
                List<String> formats = common(restriction.strip(), taken);
                if (formats.isEmpty()) {
                    return Optional.empty();
                }
                kept.add(FORMATS + String.join(",", formats));
            } else {
                kept.add(restriction);
            }
        }
        return Optional.of(new SimulcastEncoding(rid, String.join(";", kept)));
    }

    private static List<String> common(String formats, List<PayloadFormat> taken) {
        return Stream.of(formats.substring(FORMATS.length()).split(","))
                .map(String::strip)
                .filter(
                        text ->
                                taken.stream()
                                        .map(format -> Integer.toString(format.payloadType()))
                                        .anyMatch(text::equals))
                .toList();
    }

    /// The value of `a=rid` of one who receives it: restrictions may be tightened, never loosened
    /// (RFC 8851 §6.3).
    String answer() {
        return restrictions.isEmpty() ? rid + " recv" : rid + " recv " + restrictions;
    }
}
