package weir.rtcp;

import weir.wire.MalformedPacketException;

/// The rules an RTCP compound must keep to be read.
enum RtcpRule implements MalformedPacketException.Rule {
    RTCP_HEADER_TRUNCATED("RFC 3550 §6.4.1: each packet begins with 4 bytes"),
    RTCP_VERSION_NOT_2("RFC 3550 §6.4.1: V is 2"),
    RTCP_LENGTH_BEYOND_DATAGRAM("RFC 3550 §6.4.1: each packet lies within the datagram"),
    RTCP_PADDING_BEFORE_LAST("RFC 3550 §6.4.1: only the last packet of a compound is padded"),
    RTCP_PADDING_INVALID("RFC 3550 §6.4.1: padding is 1 byte or more and lies within its packet"),
    RTCP_PACKETS_TOO_MANY("Weir: a compound has at most 64 packets"),
    RTCP_REPORT_TRUNCATED("RFC 3550 §6.4: the packet holds as many report blocks as it counts"),
    RTCP_DESCRIPTION_TRUNCATED("RFC 3550 §6.5: chunks and items lie within the packet"),
    RTCP_BYE_TRUNCATED("RFC 3550 §6.6: the packet holds as many sources as it counts"),
    RTCP_FEEDBACK_TRUNCATED("RFC 4585 §6.1: feedback names its sender and its media source"),
    RTCP_NACK_LENGTH("RFC 4585 §6.2.1: one or more entries of 4 bytes"),
    RTCP_PAUSE_TRUNCATED("RFC 7728 §8: one or more entries that lie within the packet"),
    RTCP_FIR_LENGTH("RFC 5104 §4.3.1.1: one or more entries of 8 bytes"),
    RTCP_REMB_TRUNCATED("draft-alvestrand-rmcat-remb-03 §2.2: the SSRCs lie within the packet"),
    RTCP_TRANSPORT_FEEDBACK_TRUNCATED(
            "draft-holmer-rmcat-transport-wide-cc-extensions-01 §3.1: header, chunks and deltas lie"
                    + " within the packet"),
    RTCP_TRANSPORT_FEEDBACK_COUNT(
            "Weir: transport feedback has 1 to 8192 statuses, and so has all of a compound"),
    RTCP_TRANSPORT_FEEDBACK_SYMBOL(
            "draft-holmer-rmcat-transport-wide-cc-extensions-01 §3.1.1: status 3 is reserved");

    private final String clause;

    RtcpRule(String clause) {
        this.clause = clause;
    }

    @Override
    public String clause() {
        return clause;
    }

    void require(boolean kept) throws MalformedPacketException {
        if (!kept) {
            throw new MalformedPacketException(this);
        }
    }
}
