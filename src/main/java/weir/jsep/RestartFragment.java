package weir.jsep;

import weir.ice.IceCredentials;
import weir.peer.IncomingMedia;
import weir.peer.OutgoingMedia;
import weir.peer.PeerParameters;
import weir.rtp.MediaKind;
import weir.sdp.Attribute;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// The answer to an ICE restart (RFC 9725 §4.3.3): what of the description is new with it, as a
/// fragment (RFC 8840 §9) with the section that stands for the bundle.
public final class RestartFragment {
    private record Section(MediaKind kind, String mid) {}

    private RestartFragment() {}

    /// @param mid   of the section that the peer named; of another, or empty, for the first
    /// @param fresh ours from now on
    public static String write(
            PeerParameters session, String mid, LocalEndpoint local, IceCredentials fresh) {
        List<Section> sections = sections(session);
        Section tagged =
                sections.stream()
                        .filter(each -> each.mid().equals(mid))
                        .findFirst()
                        .orElse(sections.getFirst());
        List<Attribute> shared = new ArrayList<>();
        AnswerWriter.addIceOptions(shared);
        List<String> mids =
                sections.stream().map(Section::mid).filter(each -> !each.isEmpty()).toList();
        if (mids.size() > 1) {
            AnswerWriter.add(shared, "group", "BUNDLE " + String.join(" ", mids));
        }
        List<Attribute> own = new ArrayList<>();
        if (!tagged.mid().isEmpty()) {
            AnswerWriter.add(own, "mid", tagged.mid());
        }
        AnswerWriter.add(own, "ice-ufrag", fresh.userFragment());
        AnswerWriter.add(own, "ice-pwd", fresh.password());
        AnswerWriter.addCandidates(own, local);
        StringBuilder text = new StringBuilder();
        shared.forEach(each -> line(text, "a=" + each));
        line(text, "m=" + tagged.kind().token() + " 9 UDP/TLS/RTP/SAVPF 0");
        own.forEach(each -> line(text, "a=" + each));
        return text.toString();
    }

    /// Whether a peer that names these sections can mean this session: one of them is known, or
    /// none is named on either side.
    ///
    /// @param mids as the peer's fragment has them; empty ones name nothing
    public static boolean isOf(PeerParameters session, List<String> mids) {
        List<String> named = mids.stream().filter(each -> !each.isEmpty()).toList();
        List<String> known =
                sections(session).stream()
                        .map(Section::mid)
                        .filter(each -> !each.isEmpty())
                        .toList();
        return named.isEmpty() || known.isEmpty() || named.stream().anyMatch(known::contains);
    }

    private static List<Section> sections(PeerParameters session) {
        Stream<Section> received =
                session.incoming().stream()
                        .map((IncomingMedia each) -> new Section(each.kind(), each.mid()));
        Stream<Section> sent =
                session.outgoing().stream()
                        .map((OutgoingMedia each) -> new Section(each.kind(), each.mid()));
        return Stream.concat(received, sent).toList();
    }

    private static void line(StringBuilder text, String line) {
        text.append(line).append("\r\n");
    }
}
