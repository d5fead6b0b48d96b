package weir.stream;

import weir.rtp.MediaKind;

/// One RTP stream of a publication (RFC 7656 §2.1.10): a medium, or one of its encodings. A value.
///
/// @param rid of the encoding (RFC 8851), empty without simulcast
public record RtpStream(MediaKind kind, int ssrc, String rid) {
    /// Whether one takes the place of the other.
    boolean isSameEncoding(RtpStream other) {
        return kind == other.kind && rid.equals(other.rid);
    }
}
