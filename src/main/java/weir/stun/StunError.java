package weir.stun;

/// The errors that Weir answers with (RFC 8489 §14.8, RFC 8445 §16.2). A value.
public enum StunError {
    BAD_REQUEST(400, "Bad Request"),
    UNAUTHENTICATED(401, "Unauthenticated"),
    UNKNOWN_ATTRIBUTE(420, "Unknown Attribute"),
    ROLE_CONFLICT(487, "Role Conflict");

    private final int code;
    private final String reason;

    StunError(int code, String reason) {
        this.code = code;
        this.reason = reason;
    }

    /// 300..699
    int code() {
        return code;
    }

    String reason() {
        return reason;
    }
}
