package weir.jsep;

import weir.rtp.MediaKind;
import weir.sdp.MediaDescription;
import weir.sdp.SessionDescription;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// What an offer means, without what Weir has no use for.
///
/// @param media  the audio and video sections that the offerer wants; others are rejected
/// @param others whether it wants sections of another kind, such as data channels
/// @param groups the mids of each BUNDLE group
record Offer(
        SessionDescription description,
        List<OfferedMedia> media,
        boolean others,
        List<List<String>> groups) {

    static Offer read(SessionDescription description) {
        List<List<String>> groups =
                description.all("group").stream()
                        .map(value -> List.of(value.strip().split("\\s+")))
                        .filter(words -> words.getFirst().equals("BUNDLE"))
                        .map(words -> words.stream().skip(1).distinct().toList())
                        .toList();
        List<OfferedMedia> media = new ArrayList<>();
        boolean others = false;
        for (int i = 0; i < description.media().size(); i++) {
            int index = i;
            MediaDescription section = description.media().get(i);
            if (isWanted(section, groups)) {
                Optional<MediaKind> kind = OfferedMedia.findKind(section);
                others |= kind.isEmpty();
                kind.map(found -> OfferedMedia.read(description, index, section, found))
                        .ifPresent(media::add);
            }
        }
        return new Offer(description, media, others, groups);
    }

    /// Port 0 is a rejection, unless the section shares another's transport (RFC 9143 §6).
    private static boolean isWanted(MediaDescription section, List<List<String>> groups) {
        return section.port() != 0
                || section.has("bundle-only")
                        && groups.stream()
                                .anyMatch(group -> group.contains(OfferedMedia.mid(section)));
    }

    /// The first rule that the offer breaks, whatever codecs it has.
    Optional<Negotiation.Reason> findBroken(Predicate<Direction> wanted) {
        if (media.isEmpty()) {
            return Optional.of(Negotiation.Reason.NO_MEDIA);
        }
        if (media.size() > media.stream().map(OfferedMedia::kind).distinct().count()) {
            return Optional.of(Negotiation.Reason.TOO_MANY_TRACKS);
        }
        if (hasAmbiguousMid()) {
            return Optional.of(Negotiation.Reason.MID_AMBIGUOUS);
        }
        if (media.stream().flatMap(each -> each.streamIds().stream()).distinct().count() > 1) {
            return Optional.of(Negotiation.Reason.TOO_MANY_STREAMS);
        }
        return media.stream().map(OfferedMedia::direction).allMatch(wanted)
                ? Optional.empty()
                : Optional.of(Negotiation.Reason.DIRECTION_WRONG);
    }

    private boolean hasAmbiguousMid() {
        Stream<String> mids = description.media().stream().map(OfferedMedia::mid);
        List<String> named = mids.filter(mid -> !mid.isEmpty()).toList();
        return named.size() > named.stream().distinct().count();
    }

    /// The mids of the sections in the order of the offer's BUNDLE group that has them all: the
    /// first is the one whose transport all use. Empty if there is no such group.
    List<String> bundle(List<OfferedMedia> sections) {
        List<String> mids = sections.stream().map(OfferedMedia::mid).toList();
        return groups.stream()
                .filter(group -> group.containsAll(mids))
                .map(group -> group.stream().filter(mids::contains).toList())
                .findFirst()
                .orElse(List.of());
    }
}
