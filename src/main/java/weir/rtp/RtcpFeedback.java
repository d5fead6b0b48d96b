package weir.rtp;

/// The feedback that two peers agree on for a payload format (`a=rtcp-fb`, RFC 4585
/// §4.2). A value.
public enum RtcpFeedback {
    NACK("nack"),
    PLI("nack pli"),
    FIR("ccm fir"),
    TRANSPORT_CC("transport-cc"),
    REMB("goog-remb");

    private final String token;

    RtcpFeedback(String token) {
        this.token = token;
    }

    /// As it stands behind the payload type in `a=rtcp-fb`.
    public String token() {
        return token;
    }
}
