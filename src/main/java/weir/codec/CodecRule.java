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
    AV1_LENGTH_TOO_LONG("AV1 RTP §4.4: a length is a leb128 of 8 bytes or less"),
    RED_TRUNCATED("RFC 2198 §3: block headers and blocks lie within the payload"),
    VP9_HEADER_INVALID("VP9 §6.2: a key frame begins with its uncompressed header"),
    AV1_SEQUENCE_HEADER_TRUNCATED("AV1 §5.5: the sequence header lies within its OBU"),
    PARAMETER_SET_TRUNCATED(
            "H.264 §7.3.2.1, H.265 §7.3.2.2: a parameter set lies within its NAL unit"),
    PARAMETER_SET_NUMBER_TOO_LARGE("Weir: an Exp-Golomb number (H.264 §9.1) is below 2^31"),
    PARAMETER_SET_VALUE_INVALID("H.264 §7.4.2.1.1, H.265 §7.4.3.2.1: values are in their ranges"),
    DEPENDENCY_TRUNCATED("AV1 RTP §A.4.1: the descriptor lies within its extension element"),
    DEPENDENCY_TEMPLATE_MISSING("AV1 RTP §A.4.2: a frame's template is one of its structure's"),
    DEPENDENCY_TEMPLATES_TOO_MANY("AV1 RTP §A.4.1: a structure has at most 64 templates"),
    DEPENDENCY_LAYERS_TOO_MANY("AV1 RTP §A.4.1: spatial ids are 0..3, temporal ids 0..7"),
    DEPENDENCY_FRAMES_TOO_MANY("Weir: a frame refers to at most 16 others");

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
