package weir.stream;

import weir.codec.KeyFrameFacts;
import weir.rtp.MediaKind;

/// One RTP stream of a publication (RFC 7656 §2.1.10): a medium, or one of its encodings. A value.
///
/// @param rid   of the encoding (RFC 8851), empty without simulcast
/// @param facts that its newest key frame told, [#UNKNOWN] before
record RtpStream(MediaKind kind, int ssrc, String rid, KeyFrameFacts facts) {
    static final KeyFrameFacts UNKNOWN = new KeyFrameFacts(0, 0, "", 0);

    RtpStream(MediaKind kind, int ssrc, String rid) {
        this(kind, ssrc, rid, UNKNOWN);
    }

    RtpStream withFacts(KeyFrameFacts known) {
        return new RtpStream(kind, ssrc, rid, known);
    }

    /// Whether one takes the place of the other.
    boolean isSameEncoding(RtpStream other) {
        return kind == other.kind && rid.equals(other.rid);
    }
}
