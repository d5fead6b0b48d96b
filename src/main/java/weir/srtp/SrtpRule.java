package weir.srtp;

import weir.wire.MalformedPacketException;

/// The rules a protected packet must keep to be opened.
enum SrtpRule implements MalformedPacketException.Rule {
    SRTP_TRUNCATED("RFC 3711 §3.1: the authentication tag follows header and payload"),
    SRTP_TOO_OLD("RFC 3711 §3.3.2: the index is not below the replay window"),
    SRTP_REPLAYED("RFC 3711 §3.3.2: an index is received once"),
    SRTP_AUTHENTICATION_FAILED("RFC 3711 §3.3: the tag is that of the packet"),
    SRTP_SSRC_LIMIT("RFC 3711 §3.2.3: a context per SSRC, of which a peer has at most 64"),
    SRTCP_TRUNCATED("RFC 3711 §3.4: index word and tag follow a header of 8 bytes"),
    SRTCP_NOT_ENCRYPTED("RFC 3711 §3.4: E is 1, since no WebRTC profile leaves RTCP in the clear"),
    SRTCP_TOO_OLD("RFC 3711 §3.3.2: the index is not below the replay window"),
    SRTCP_REPLAYED("RFC 3711 §3.3.2: an index is received once"),
    SRTCP_AUTHENTICATION_FAILED("RFC 3711 §3.4: the tag is that of the packet"),
    SRTCP_SSRC_LIMIT("RFC 3711 §3.2.3: a context per SSRC, of which a peer has at most 64");

    private final String clause;

    SrtpRule(String clause) {
        this.clause = clause;
    }

    static void require(boolean kept, SrtpRule rule) throws MalformedPacketException {
        if (!kept) {
            throw new MalformedPacketException(rule);
        }
    }

    @Override
    public String clause() {
        return clause;
    }
}
