package weir.stun;

/// What a message is within its transaction (RFC 8489 §5). A value; the ordinal is the two bits.
public enum StunClass {
    REQUEST,
    INDICATION,
    SUCCESS_RESPONSE,
    ERROR_RESPONSE
}
