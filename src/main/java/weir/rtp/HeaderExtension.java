package weir.rtp;

import java.util.Optional;

/// The header extensions Weir knows, each with the URI that `a=extmap` gives it. A value.
public enum HeaderExtension {
    /// RFC 9143 §15.2
    MID("urn:ietf:params:rtp-hdrext:sdes:mid"),
    /// RFC 8852 §3.1
    RTP_STREAM_ID("urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id"),
    /// RFC 8852 §3.2
    REPAIRED_RTP_STREAM_ID("urn:ietf:params:rtp-hdrext:sdes:repaired-rtp-stream-id"),
    /// draft-holmer-rmcat-transport-wide-cc-extensions-01 §2
    TRANSPORT_SEQUENCE_NUMBER(
            "http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01"),
    ABSOLUTE_SEND_TIME("http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time"),
    /// RFC 6464
    AUDIO_LEVEL("urn:ietf:params:rtp-hdrext:ssrc-audio-level"),
    /// The AV1 RTP payload format, appendix A
    DEPENDENCY_DESCRIPTOR(
            "https://aomediacodec.github.io/av1-rtp-spec/#dependency-descriptor-rtp-header-extension"),
    PLAYOUT_DELAY("http://www.webrtc.org/experiments/rtp-hdrext/playout-delay");

    private final String uri;

    HeaderExtension(String uri) {
        this.uri = uri;
    }

    public String uri() {
        return uri;
    }

    public static Optional<HeaderExtension> find(String uri) {
        for (HeaderExtension extension : values()) {
            if (extension.uri.equals(uri)) {
                return Optional.of(extension);
            }
        }
        return Optional.empty();
    }
}
