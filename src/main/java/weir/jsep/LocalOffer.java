package weir.jsep;

import weir.ice.IceCredentials;
import weir.rtp.MediaKind;
import weir.sdp.SessionDescription;

import java.util.List;
import java.util.Optional;

/// An offer of ours that waits for its answer. A value.
///
/// @param description what is to be sent
/// @param sections    in the order of the description
public record LocalOffer(
        SessionDescription description, IceCredentials ice, List<Section> sections) {

    public LocalOffer {
        sections = List.copyOf(sections);
    }

    /// @param ssrc               of what we send; 0 where we only receive
    /// @param retransmissionSsrc of what we send again; 0 where we only receive
    record Section(MediaKind kind, String mid, int ssrc, int retransmissionSsrc, String cname) {}

    Optional<Section> find(MediaKind kind) {
        return sections.stream().filter(section -> section.kind() == kind).findFirst();
    }
}
