package weir.signaling;

/// What may be asked of a session by PATCH. A value.
///
/// @param etag       how much a client must say of the session that it means
/// @param trickle    whether candidates are taken; without, they are refused with 422
/// @param iceRestart whether ICE is restarted; without, it is refused with 422
public record SessionConfig(Etag etag, boolean trickle, boolean iceRestart) {
    /// A value.
    public enum Etag {
        /// A PATCH without If-Match is refused with 428 (RFC 9725 §4.3.1).
        STRICT,
        /// It is taken as if it carried the tag, for clients older than the RFC.
        LENIENT
    }

    /// RFC 9725 §4.3: who supports neither does not support PATCH.
    boolean takesFragments() {
        return trickle || iceRestart;
    }
}
