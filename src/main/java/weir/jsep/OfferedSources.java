package weir.jsep;

import weir.sdp.MediaDescription;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// The sources that a section names (RFC 5576). Groups of other meanings, such as the legacy `SIM`,
/// name nothing.
///
/// @param ssrcs   of media, each once; none of retransmissions or of forward error correction
/// @param repairs which of them each SSRC of retransmissions belongs to
record OfferedSources(List<Integer> ssrcs, Map<Integer, Integer> repairs) {
    /// RFC 4588 §8.8 calls media and retransmissions a flow identification.
    private static final String RETRANSMISSION = "FID";

    /// RFC 5956 §4.3.
    private static final String ERROR_CORRECTION = "FEC-FR";

    static OfferedSources read(MediaDescription description) {
        Set<Integer> named = new LinkedHashSet<>();
        description.all("ssrc").stream()
                .flatMap(value -> parse(value.strip().split("\\s+")[0]).stream())
                .forEach(named::add);
        Map<Integer, Integer> repairs = new LinkedHashMap<>();
        for (List<Integer> group : groups(description, RETRANSMISSION)) {
            int media = group.get(0);
            int repair = group.get(1);
            if (media != repair && !repairs.containsKey(media) && !repairs.containsValue(repair)) {
                named.add(media);
                repairs.putIfAbsent(repair, media);
            }
        }
        named.removeAll(repairs.keySet());
        groups(description, ERROR_CORRECTION).forEach(group -> named.remove(group.get(1)));
        return new OfferedSources(List.copyOf(named), repairs);
    }

    /// Those of one meaning that have two SSRCs or more.
    private static List<List<Integer>> groups(MediaDescription description, String semantics) {
        List<List<Integer>> groups = new ArrayList<>();
        for (String value : description.all("ssrc-group")) {
            String[] words = value.strip().split("\\s+");
            List<Integer> ssrcs =
                    Stream.of(words).skip(1).flatMap(word -> parse(word).stream()).toList();
            if (words[0].equals(semantics) && ssrcs.size() >= 2) {
                groups.add(ssrcs);
            }
        }
        return groups;
    }

    private static Optional<Integer> parse(String text) {
        try {
            return Optional.of(Integer.parseUnsignedInt(text));
        } catch (NumberFormatException _) {
            return Optional.empty();
        }
    }
}
