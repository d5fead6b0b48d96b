package weir.peer;

import weir.rtp.ExtensionMap;
import weir.rtp.MediaKind;
import weir.rtp.PayloadFormat;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One media section that a peer sends to us. A value.
///
/// @param mid        as in `a=mid`
/// @param formats    what was agreed on, retransmission formats among them; at least one that is
/// not
/// @param extensions ids as the sender writes them
/// @param ssrcs      those the offer named, often none: then packets are told apart by MID and
/// payload type
/// @param repairs    which of these SSRCs each SSRC of retransmissions belongs to
/// (`ssrc-group:FID`)
/// @param rids       of the encodings of simulcast (RFC 8853), in the order of the offer; none if
///                   there is one encoding, which then has no name
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

    /// With whole compounds only.
    public IncomingMedia(
            MediaKind kind,
            String mid,
            List<PayloadFormat> formats,
            ExtensionMap extensions,
            List<Integer> ssrcs,
            Map<Integer, Integer> repairs,
            List<String> rids) {
        this(kind, mid, formats, extensions, ssrcs, repairs, rids, false);
    }

    public Optional<PayloadFormat> findFormat(int payloadType) {
        return formats.stream().filter(format -> format.payloadType() == payloadType).findFirst();
    }

    /// Whether the offer said that something is sent by this SSRC.
    boolean names(int ssrc) {
        return ssrcs.contains(ssrc) || repairs.containsKey(ssrc);
    }
}
