package weir.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import weir.wire.MalformedPacketException;

class Vp8DescriptorTest {
    @Test
    void readsWhatChromeSendsForATemporalLayer() throws Exception {
        // X S | I L T K | 15-bit id 0x1234 | TL0PICIDX 0x56 | TID 2, Y, KEYIDX 9 | P=1
        Vp8Descriptor vp8 = read("90 f0 9234 56 a9 01");

        assertThat(vp8)
                .isEqualTo(
                        new Vp8Descriptor(
                                false, false, true, 0, 0x1234, 15, 0x56, 2, true, 9, 0, 0, 6));
        assertThat(vp8.pictureIdPosition()).isEqualTo(2);
        assertThat(vp8.tl0PictureIndexPosition()).isEqualTo(4);
        assertThat(vp8.keyIndexPosition()).isEqualTo(5);
    }

    @Test
    void readsTheShortPictureId() throws Exception {
        Vp8Descriptor vp8 = read("b0 e0 7f 01 c0 00");

        assertThat(vp8.pictureId()).isEqualTo(0x7f);
        assertThat(vp8.pictureIdBits()).isEqualTo(7);
        assertThat(vp8.tl0PictureIndexPosition()).isEqualTo(3);
        assertThat(vp8.temporalId()).isEqualTo(3);
        assertThat(vp8.nonReference()).isTrue();
        assertThat(vp8.keyIndex()).isEqualTo(PictureDescriptor.ABSENT);
    }

    @Test
    void placesTheNumbersWithoutAPictureId() throws Exception {
        Vp8Descriptor vp8 = read("90 50 11 1f 00");

        assertThat(vp8.pictureIdBits()).isZero();
        assertThat(vp8.tl0PictureIndexPosition()).isEqualTo(2);
        assertThat(vp8.keyIndexPosition()).isEqualTo(3);
        assertThat(vp8.keyIndex()).isEqualTo(31);
        assertThat(vp8.temporalId()).isZero();
    }

    @Test
    void startsAtTheFirstPacketOfAKeyFrame() throws Exception {
        assertThat(read("10 10 02 00 9d 01 2a").startsKeyFrame()).isTrue();
        assertThat(read("90 80 8001 00").startsKeyFrame()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "10 11", // inter frame
                "00 10", // within a partition
                "11 10", // the second partition
                "10" // nothing behind the descriptor
            })
    void doesNotStartElsewhere(String payload) throws Exception {
        assertThat(read(payload).startsKeyFrame()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"90", "90 80", "90 80 80", "90 c0 01", "90 10", "90 f0 8000 01"})
    void refusesATruncatedDescriptor(String payload) {
        assertThatThrownBy(() -> read(payload))
                .isInstanceOf(MalformedPacketException.class)
                .hasMessageContaining("VP8_DESCRIPTOR_TRUNCATED");
    }

    @Test
    void readsTheSizeOfAKeyFrame() throws Exception {
        // S | frame tag of a key frame | start code | 1280 with a scale of 1, 720
        Vp8Descriptor vp8 = read("10 500100 9d012a 0045 d002 00");

        assertThat(vp8.width()).isEqualTo(1280);
        assertThat(vp8.height()).isEqualTo(720);
        assertThat(read("10 500100 9d012a 0045 d0").width()).isZero();
        assertThat(read("10 510100 9d012a 0045 d002").width()).isZero();
        assertThat(read("10 500100 9d012b 0045 d002").width()).isZero();
    }

    private static Vp8Descriptor read(String hex) throws MalformedPacketException {
        return (Vp8Descriptor) Payloads.read(PayloadReader.VP8, hex);
    }
}
