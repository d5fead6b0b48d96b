package weir.stun;

import weir.wire.MalformedPacketException;

/// The rules a STUN message must keep to be read.
enum StunRule implements MalformedPacketException.Rule {
    STUN_HEADER_TRUNCATED("RFC 8489 §5: the header is 20 bytes"),
    STUN_TYPE_INVALID("RFC 8489 §5: the two highest bits are zero"),
    STUN_COOKIE_WRONG("RFC 8489 §5: the magic cookie is 0x2112A442"),
    STUN_LENGTH_UNALIGNED("RFC 8489 §5: the length is a multiple of 4"),
    STUN_LENGTH_WRONG("RFC 8489 §5: the message fills its datagram"),
    STUN_ATTRIBUTE_TRUNCATED("RFC 8489 §14: attributes lie within the message"),
    STUN_ATTRIBUTE_LENGTH_WRONG("RFC 8489 §14, RFC 8445 §16.1: an attribute has its type's length"),
    STUN_ADDRESS_INVALID("RFC 8489 §14.2: family 1 has 4 bytes of address, family 2 has 16"),
    STUN_ERROR_CODE_INVALID("RFC 8489 §14.8: the class is 3..6 and the number 0..99"),
    STUN_FINGERPRINT_NOT_LAST("RFC 8489 §14.7: FINGERPRINT is the last attribute"),
    STUN_FINGERPRINT_WRONG("RFC 8489 §14.7: FINGERPRINT is the checksum of what precedes it");

    private final String clause;

    StunRule(String clause) {
        this.clause = clause;
    }

    @Override
    public String clause() {
        return clause;
    }
}
