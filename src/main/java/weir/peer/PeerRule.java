package weir.peer;

import weir.wire.MalformedPacketException;

/// The rules of a session that a well-formed datagram can still break.
enum PeerRule implements MalformedPacketException.Rule {
    KIND_UNKNOWN("RFC 7983 §7: the first byte tells no protocol that is spoken here"),
    DTLS_BEFORE_ICE("RFC 8445 §12: nothing is taken from a source that was not checked"),
    MEDIA_BEFORE_ICE("RFC 8445 §12: nothing is taken from a source that was not checked"),
    MEDIA_BEFORE_KEYS("RFC 5764 §5: media waits for the handshake, within a limit"),
    PAYLOAD_TYPE_UNKNOWN("RFC 3550 §5.1: a payload type that was not negotiated is ignored"),
    SSRC_UNKNOWN(
            "RFC 9143 §9.2, RFC 4588 §5.3: a packet belongs to a source that was told or seen"),
    SSRC_OF_OTHER_MEDIA("RFC 9143 §9.2: a source belongs to one medium"),
    RID_MISSING("RFC 8852 §3.1: of several encodings a source tells by its RID which it is"),
    RID_UNKNOWN("RFC 8853 §5.3.2: only encodings that were negotiated are sent"),
    REPAIR_UNKNOWN("RFC 8852 §3.2, RFC 4588 §5.3: a retransmission belongs to a source seen"),
    CHECK_REFUSED("RFC 8445 §7.3: a check is signed by the peer, and asks for nothing refused"),
    SSRC_LIMIT("a session has a limited number of sources"),
    DUPLICATE("RFC 3550 §A.1: a packet counts once");

    private final String clause;

    PeerRule(String clause) {
        this.clause = clause;
    }

    @Override
    public String clause() {
        return clause;
    }
}
