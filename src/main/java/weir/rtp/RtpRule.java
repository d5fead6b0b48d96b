package weir.rtp;

import weir.wire.MalformedPacketException;

/// The rules an RTP packet must keep to be read.
enum RtpRule implements MalformedPacketException.Rule {
    RTP_HEADER_TRUNCATED("RFC 3550 §5.1: the fixed header is 12 bytes"),
    RTP_VERSION_NOT_2("RFC 3550 §5.1: V is 2"),
    RTP_CSRC_TRUNCATED("RFC 3550 §5.1: CC contributing sources follow the fixed header"),
    RTP_EXTENSION_TRUNCATED("RFC 3550 §5.3.1: the extension lies within the packet"),
    RTP_PADDING_INVALID("RFC 3550 §5.1: padding is 1 byte or more and no more than the payload");

    private final String clause;

    RtpRule(String clause) {
        this.clause = clause;
    }

    @Override
    public String clause() {
        return clause;
    }
}
