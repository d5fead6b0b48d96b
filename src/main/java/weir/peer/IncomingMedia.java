package weir.peer;

import weir.rtp.ExtensionMap;
import weir.rtp.MediaKind;
import weir.rtp.PayloadFormat;

import java.util.List;
import java.util.Map;

/// One media section that a peer sends to us. A value.
///
/// @param mid         as in `a=mid`
/// @param formats     what was agreed on, those of retransmissions among them; one at least is none
///     of these
/// @param extensions  ids as the sender writes them
/// @param ssrcs       those the offer named, often none: then packets are told apart by MID and
///     payload type
/// @param repairs     which of these SSRCs each SSRC of retransmissions belongs to
///     (`ssrc-group:FID`)
/// @param rids        of the encodings of simulcast (RFC 8853), in the order of the offer; none if
///     there is one encoding, which then has no name
/// @param reducedSize whether feedback may be without a report before it (RFC 5506)
public record IncomingMedia(
        MediaKind kind,
        String mid,
        List<PayloadFormat> formats,
        ExtensionMap extensions,
        List<Integer> ssrcs,
        Map<Integer, Integer> repairs,
        List<String> rids,
        boolean reducedSize) {

    public IncomingMedia {
        formats = List.copyOf(formats);
        ssrcs = List.copyOf(ssrcs);
        repairs = Map.copyOf(repairs);
        rids = List.copyOf(rids);
    }

    /// As one node sends to another: no SSRC is named beforehand, and all feedback is in whole
    /// compounds.
    public IncomingMedia(
            MediaKind kind,
            String mid,
            List<PayloadFormat> formats,
            ExtensionMap extensions,
            List<String> rids) {
        this(kind, mid, formats, extensions, List.of(), Map.of(), rids, false);
    }

    /// Whether the offer said that something is sent by this SSRC.
    boolean names(int ssrc) {
        return ssrcs.contains(ssrc) || repairs.containsKey(ssrc);
    }
}
