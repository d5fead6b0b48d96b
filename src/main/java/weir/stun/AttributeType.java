package weir.stun;

/// The attributes that Weir knows (RFC 8489 §18.3, RFC 8445 §16.1), and how long their values may
/// be.
enum AttributeType {
    MAPPED_ADDRESS(0x0001, 8, 20),
    /// RFC 8489 allows 508 bytes, RFC 5389 allowed 513.
    USERNAME(0x0006, 0, 513),
    MESSAGE_INTEGRITY(0x0008, 20, 20),
    ERROR_CODE(0x0009, 4, 4 + 763),
    UNKNOWN_ATTRIBUTES(0x000a, 0, 0xffff),
    REALM(0x0014, 0, 763),
    NONCE(0x0015, 0, 763),
    XOR_MAPPED_ADDRESS(0x0020, 8, 20),
    PRIORITY(0x0024, 4, 4),
    USE_CANDIDATE(0x0025, 0, 0),
    FINGERPRINT(0x8028, 4, 4),
    ICE_CONTROLLED(0x8029, 8, 8),
    ICE_CONTROLLING(0x802a, 8, 8);

    /// Types below this one may not be skipped by who does not know them (RFC 8489 §14).
    private static final int OPTIONAL_FIRST = 0x8000;

    private static final AttributeType[] ALL = values();

    private final int code;
    private final int lengthMin;
    private final int lengthMax;

    AttributeType(int code, int lengthMin, int lengthMax) {
        this.code = code;
        this.lengthMin = lengthMin;
        this.lengthMax = lengthMax;
    }

    int code() {
        return code;
    }

    /// Whether a value of this many bytes may stand under this code; any may if the code is
    /// unknown.
    static boolean allowsLength(int code, int length) {
        for (AttributeType type : ALL) {
            if (type.code == code) {
                return length >= type.lengthMin && length <= type.lengthMax;
            }
        }
        return true;
    }

    /// Whether a request with this attribute must be refused, since we do not know what it asks.
    static boolean isUnknownRequired(int code) {
        for (AttributeType type : ALL) {
            if (type.code == code) {
                return false;
            }
        }
        return code < OPTIONAL_FIRST;
    }
}
