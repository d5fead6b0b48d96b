package weir.sdp;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The body of a trickle or restart request: `application/trickle-ice-sdpfrag` (RFC 8840 §9). A
/// value.
///
/// @param ice             the session level's, otherwise that of the first section that has one
/// @param sections        one for each m= line; before them one without mid if candidates stand at
///     session level, as some clients write them
/// @param endOfCandidates whether any level says that no more will come
public record SdpFragment(IceAttributes ice, List<Section> sections, boolean endOfCandidates) {

    /// @param mid        empty if there is none
    /// @param ice        the section's own, otherwise the fragment's
    /// @param candidates all of right form; [IceCandidate#findUdpAddress()] tells which are of use
    public record Section(String mid, IceAttributes ice, List<IceCandidate> candidates) {
        public Section {
            candidates = List.copyOf(candidates);
        }
    }

    public SdpFragment {
        sections = List.copyOf(sections);
    }

    public static SdpFragment read(String text) throws SdpSyntaxException {
        List<List<SdpLine>> levels = SdpLine.sections(SdpLine.split(text));
        checkForm(levels);
        IceAttributes ice = sharedIce(levels);
        List<Section> sections = new ArrayList<>();
        for (List<SdpLine> level : levels) {
            Section section = section(level, ice);
            if (level != levels.getFirst() || !section.candidates().isEmpty()) {
                sections.add(section);
            }
        }
        boolean end =
                levels.stream().anyMatch(level -> find(level, "end-of-candidates").isPresent());
        return new SdpFragment(ice, sections, end);
    }

    private static void checkForm(List<List<SdpLine>> levels) throws SdpSyntaxException {
        for (SdpLine line : levels.getFirst()) {
            if (line.type() != 'a') {
                throw new SdpSyntaxException(line.number(), SdpRule.FRAGMENT_LINE_INVALID);
            }
        }
        SdpReader.attributes(levels.getFirst());
        for (List<SdpLine> section : levels.subList(1, levels.size())) {
            SdpReader.media(section);
        }
    }

    private static IceAttributes sharedIce(List<List<SdpLine>> levels) throws SdpSyntaxException {
        for (List<SdpLine> level : levels) {
            Optional<IceAttributes> ice = findIce(level);
            if (ice.isPresent()) {
                return ice.get();
            }
        }
        int number = levels.getLast().isEmpty() ? 1 : levels.getLast().getLast().number();
        throw new SdpSyntaxException(number, SdpRule.CREDENTIALS_INVALID);
    }

    private static Optional<IceAttributes> findIce(List<SdpLine> level) throws SdpSyntaxException {
        Optional<SdpLine> userFragment = find(level, "ice-ufrag");
        Optional<SdpLine> password = find(level, "ice-pwd");
        Optional<SdpLine> either = userFragment.or(() -> password);
        if (either.isEmpty()) {
            return Optional.empty();
        }
        Optional<IceAttributes> ice =
                userFragment.isPresent() && password.isPresent()
                        ? IceAttributes.of(
                                userFragment.get().attribute().value(),
                                password.get().attribute().value())
                        : Optional.empty();
        if (ice.isEmpty()) {
            throw new SdpSyntaxException(either.get().number(), SdpRule.CREDENTIALS_INVALID);
        }
        return ice;
    }

    private static Section section(List<SdpLine> level, IceAttributes shared)
            throws SdpSyntaxException {
        List<IceCandidate> candidates = new ArrayList<>();
        for (SdpLine line : level) {
            if (line.isAttribute("candidate")) {
                candidates.add(
                        IceCandidate.read(line.attribute().value())
                                .orElseThrow(
                                        () ->
                                                new SdpSyntaxException(
                                                        line.number(), SdpRule.CANDIDATE_INVALID)));
            }
        }
        Optional<SdpLine> mid = find(level, "mid");
        return new Section(
                mid.isEmpty() ? "" : mid.get().attribute().value().strip(),
                findIce(level).orElse(shared),
                candidates);
    }

    private static Optional<SdpLine> find(List<SdpLine> level, String name) {
        return level.stream().filter(line -> line.isAttribute(name)).findFirst();
    }
}
