package weir.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import weir.wire.MalformedPacketException;

class PayloadReaderTest {
    @ParameterizedTest
    @CsvSource({
        "VP8, VP8",
        "vp9, VP9",
        "h264, H264",
        "H265, H265",
        "av1, AV1",
        "opus, OPAQUE",
        "H263, OPAQUE"
    })
    void isFoundByTheEncodingNameInAnyCase(String encoding, PayloadReader reader) {
        assertThat(PayloadReader.of(encoding)).isEqualTo(reader);
    }

    @ParameterizedTest
    @EnumSource
    void readsPaddingAloneAsEmpty(PayloadReader reader) throws Exception {
        PayloadDescriptor descriptor = Payloads.read(reader, "");

        assertThat(descriptor).isInstanceOf(PayloadDescriptor.Empty.class);
        assertThat(descriptor.startsKeyFrame()).isFalse();
    }

    @Test
    void takesEveryPacketOfAnUnknownCodecForAStart() throws Exception {
        assertThat(Payloads.read(PayloadReader.OPAQUE, "00").startsKeyFrame()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "67 42e01f, true", // sequence parameter set
        "68 ce3c80, false", // picture parameter set alone
        "65 88, true", // IDR, first_mb_in_slice 0
        "65 40, false", // IDR, a later slice
        "65, false", // IDR without a slice
        "41 9a, false", // another picture
        "09 f0, false", // access unit delimiter
        "78 0002 0910 0004 6742e01f 0002 68ce, true", // STAP-A with parameter sets
        "78 0002 0910 0002 6588, true", // STAP-A with a first IDR slice
        "78 0002 0910 0002 6540, false",
        "78 0002 419a, false",
        "7c 85 88, true", // FU-A, IDR, start
        "7c 05 88, false", // FU-A, IDR, middle
        "7c 85 40, false", // FU-A, start of a later slice
        "7c 87 42, true", // FU-A, start of a parameter set
        "7c 81 9a, false"
    })
    void findsWhereH264Starts(String payload, boolean starts) throws Exception {
        assertThat(Payloads.read(PayloadReader.H264, payload).startsKeyFrame()).isEqualTo(starts);
    }

    @ParameterizedTest
    @CsvSource({
        "40 01 0c, true", // VPS
        "42 01 01, true", // SPS
        "44 01 c0, false", // PPS alone
        "26 01 af, true", // IDR_W_RADL, first slice segment
        "26 01 2f, false", // a later one
        "2a 01 af, true", // CRA
        "02 01 d0, false", // TRAIL_R
        "60 01 0003 400101 0003 4201ff, true", // AP with parameter sets
        "60 01 0003 2601af, true", // AP with an IDR
        "60 01 0003 0201d0, false",
        "62 01 93 af, true", // FU, IDR_W_RADL, start
        "62 01 13 af, false", // FU, middle
        "62 01 93 2f, false", // FU, start of a later slice segment
        "62 01 a0 00, true", // FU, start of a VPS
        "64 01 00 00, false" // PACI
    })
    void findsWhereH265Starts(String payload, boolean starts) throws Exception {
        assertThat(Payloads.read(PayloadReader.H265, payload).startsKeyFrame()).isEqualTo(starts);
    }

    @Test
    void readsTheTemporalLayerOfH265() throws Exception {
        var h265 = (H265Descriptor) Payloads.read(PayloadReader.H265, "02 03 d0");

        assertThat(h265).isEqualTo(new H265Descriptor(1, 2, false, false, false));
    }

    @ParameterizedTest
    @CsvSource({
        "02 02 d0, false", // TRAIL_R
        "04 02 d0, true", // TSA_N
        "0a 02 d0, true", // STSA_R
        "0c 02 d0, false", // RADL_N
        "62 02 83 d0, true", // FU, TSA_R, start
        "62 02 03 d0, true", // FU, TSA_R, middle
        "60 02 0003 0602d0, true" // AP with a TSA_R
    })
    void findsWhereATemporalLayerOfH265CanBeTaken(String payload, boolean switching)
            throws Exception {
        var h265 = (H265Descriptor) Payloads.read(PayloadReader.H265, payload);

        assertThat(h265.switchingUpPoint()).isEqualTo(switching);
        assertThat(h265.temporalId()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "41 9a, false",
        "01 9a, true",
        "06 05, false", // SEI
        "1c 81 9a, true", // FU-A, slice, start
        "1c 01 9a, true",
        "5c 81 9a, false",
        "18 0002 019a, true", // STAP-A
        "18 0002 0605, false"
    })
    void findsPicturesOfH264ThatNoneRefersTo(String payload, boolean discardable) throws Exception {
        var h264 = (H264Descriptor) Payloads.read(PayloadReader.H264, payload);

        assertThat(h264.discardable()).isEqualTo(discardable);
    }

    @ParameterizedTest
    @CsvSource({
        "419e4178857f, true", // as x264 writes them
        "019e624427ff, true",
        "419a236c42bf, false", // P
        "41a0, true", // slice_type 1
        "41c0, false", // slice_type 0
        "41b0, false", // slice_type 2
        "4188, false", // slice_type 7
        "414e, false", // not the first slice
        "41, false",
        "6588, false",
        "5c 81 9e41, true", // FU-A, start
        "5c 01 9e41, false",
        "18 0002 0605 0003 019e62, true" // STAP-A
    })
    void findsBidirectionalPicturesOfH264(String payload, boolean bidirectional) throws Exception {
        var h264 = (H264Descriptor) Payloads.read(PayloadReader.H264, payload);

        assertThat(h264.bidirectional()).isEqualTo(bidirectional);
    }

    @ParameterizedTest
    @CsvSource({
        "18 0a 0b, false, true, true", // W 1, N, sequence header
        "28 02 0a0b 32, false, true, true", // W 2: the second element has no length
        "08 02 1200 02 0a0b, false, true, true", // W 0: temporal delimiter, sequence header
        "10 32 00, false, false, false", // W 1, a frame
        "90 0a 00, true, false, false", // the rest of an OBU that looks like a header
        "a0 01 ff 0a 00, true, false, true",
        "08, false, true, false"
    })
    void readsTheAggregationHeaderOfAv1(
            String payload, boolean continues, boolean newSequence, boolean sequenceHeader)
            throws Exception {
        var av1 = (Av1Descriptor) Payloads.read(PayloadReader.AV1, payload);

        assertThat(av1.continues()).isEqualTo(continues);
        assertThat(av1.newSequence()).isEqualTo(newSequence);
        assertThat(av1.startsKeyFrame()).isEqualTo(newSequence);
        assertThat(av1.sequenceHeader()).isEqualTo(sequenceHeader);
    }

    @ParameterizedTest
    @CsvSource({
        "H264, 78 00, H264_AGGREGATION_TRUNCATED",
        "H264, 78 0000, H264_AGGREGATION_TRUNCATED",
        "H264, 78 0000 65, H264_AGGREGATION_TRUNCATED",
        "H264, 78 0003 6588, H264_AGGREGATION_TRUNCATED",
        "H264, 7c, H264_FRAGMENT_TRUNCATED",
        "H264, 7c 85, H264_FRAGMENT_TRUNCATED",
        "H265, 40, H265_HEADER_TRUNCATED",
        "H265, 60 01 0002 40, H265_AGGREGATION_TRUNCATED",
        "H265, 60 01 0001 4001, H265_AGGREGATION_TRUNCATED",
        "H265, 62 01, H265_FRAGMENT_TRUNCATED",
        "H265, 62 01 93, H265_FRAGMENT_TRUNCATED",
        "AV1, 98 0a, AV1_NEW_SEQUENCE_CONTINUES",
        "AV1, 00 02 0a, AV1_ELEMENT_TRUNCATED",
        "AV1, 00 82, AV1_ELEMENT_TRUNCATED",
        "AV1, 10, AV1_ELEMENT_TRUNCATED",
        "AV1, 30 01 0a 01 0a, AV1_ELEMENT_TRUNCATED",
        "AV1, 00 808080808080808000, AV1_LENGTH_TOO_LONG"
    })
    void refusesWhatRunsOverTheEnd(PayloadReader reader, String payload, String rule) {
        assertThatThrownBy(() -> Payloads.read(reader, payload))
                .isInstanceOf(MalformedPacketException.class)
                .hasMessageContaining(rule);
    }
}
