package weir.codec;

import weir.wire.MalformedPacketException;

/// The rules a payload must keep to be read.
enum CodecRule implements MalformedPacketException.Rule {
    VP8_DESCRIPTOR_TRUNCATED("RFC 7741 §4.2: the payload descriptor lies within the payload"),
    VP9_DESCRIPTOR_TRUNCATED("RFC 9628 §4.2: the payload descriptor lies within the payload"),
    VP9_REFERENCES_TOO_MANY("RFC 9628 §4.2: a frame in flexible mode has at most 3 references"),
    VP9_STRUCTURE_TRUNCATED("RFC 9628 §4.2.1: the scalability structure lies within the payload"),
    H264_AGGREGATION_TRUNCATED(
            "RFC 6184 §5.7.1: each aggregated NAL unit is 1 byte or more, within"),
    H264_FRAGMENT_TRUNCATED("RFC 6184 §5.8: an FU header and a fragment follow the FU indicator"),
    H265_HEADER_TRUNCATED("RFC 7798 §4.2: the payload header is 2 bytes"),
    H265_AGGREGATION_TRUNCATED(
            "RFC 7798 §4.4.2: each aggregated NAL unit is 2 bytes or more, within"),
    H265_FRAGMENT_TRUNCATED(
            "RFC 7798 §4.4.3: an FU header and a fragment follow the payload header"),
    AV1_NEW_SEQUENCE_CONTINUES("AV1 RTP §4.4: no packet has both Z and N set"),
    AV1_ELEMENT_TRUNCATED("AV1 RTP §4.4: each OBU element lies within the payload"),
    AV1_LENGTH_TOO_LONG("AV1 RTP §4.4: a length is a leb128 of 8 bytes or less");

    private final String clause;

    CodecRule(String clause) {
        this.clause = clause;
    }

    @Override
    public String clause() {
        return clause;
    }

    static void require(boolean kept, CodecRule rule) throws MalformedPacketException {
        if (!kept) {
            throw new MalformedPacketException(rule);
        }
    }
}
