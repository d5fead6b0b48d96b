package weir.rtp;

/// What an SDP media section carries (RFC 8866 §5.14). A value.
public enum MediaKind {
    AUDIO,
    VIDEO;

    /// As it stands in an `m=` line.
    public String token() {
        return this == AUDIO ? "audio" : "video";
    }
}
