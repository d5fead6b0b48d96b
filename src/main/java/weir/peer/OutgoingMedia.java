package weir.peer;

import weir.rtp.ExtensionMap;
import weir.rtp.MediaKind;
import weir.rtp.PayloadFormat;

import java.util.List;

/// One media section that we send to a peer. A value.
///
/// @param mid        as in `a=mid`
/// @param ssrc       32 bits, chosen by us and kept for the life of the session
/// @param retransmissionSsrc of what is sent again by the retransmission formats (RFC 4588 §5.3), 0
///                           where there are none
/// @param cname      RFC 3550 §6.5.1; the same for all media of one session
/// @param formats    what the peer takes, in the order of its offer, retransmission formats among
///                   them only with an SSRC for them
/// @param extensions ids as we must write them
public record OutgoingMedia(
        MediaKind kind,
        String mid,
        int ssrc,
        int retransmissionSsrc,
        String cname,
        List<PayloadFormat> formats,
        ExtensionMap extensions) {

    public OutgoingMedia {
        formats = List.copyOf(formats);
    }
}
