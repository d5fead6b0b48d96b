package weir.peer;

import weir.rtp.ExtensionMap;
import weir.rtp.MediaKind;
import weir.rtp.PayloadFormat;

import java.util.List;
import java.util.Optional;

/// One media section that a peer sends to us. A value.
///
/// @param mid        as in `a=mid`
/// @param formats    what was agreed on, retransmission formats among them; at least one that is
/// not
/// @param extensions ids as the sender writes them
/// @param ssrcs      those the offer named, often none: then packets are told apart by MID and
/// payload type
public record IncomingMedia(
        MediaKind kind,
        String mid,
        List<PayloadFormat> formats,
        ExtensionMap extensions,
        List<Integer> ssrcs) {

    public IncomingMedia {
        formats = List.copyOf(formats);
        ssrcs = List.copyOf(ssrcs);
    }

    public Optional<PayloadFormat> findFormat(int payloadType) {
        return formats.stream().filter(format -> format.payloadType() == payloadType).findFirst();
    }
}
