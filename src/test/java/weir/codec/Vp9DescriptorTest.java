package weir.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import weir.wire.MalformedPacketException;

class Vp9DescriptorTest {
    @Test
    void readsTheNonFlexibleMode() throws Exception {
        // I P L B | 15-bit id 0x0abc | TID 2, U, SID 1, D | TL0PICIDX 0x77
        Vp9Descriptor vp9 = read("e8 8abc 53 77 ff");

        assertThat(vp9.pictureId()).isEqualTo(0x0abc);
        assertThat(vp9.pictureIdBits()).isEqualTo(15);
        assertThat(vp9.pictureIdPosition()).isEqualTo(1);
        assertThat(vp9.temporalId()).isEqualTo(2);
        assertThat(vp9.switchingUpPoint()).isTrue();
        assertThat(vp9.spatialId()).isEqualTo(1);
        assertThat(vp9.layerDependent()).isTrue();
        assertThat(vp9.tl0PictureIndex()).isEqualTo(0x77);
        assertThat(vp9.tl0PictureIndexPosition()).isEqualTo(4);
        assertThat(vp9.startOfFrame()).isTrue();
        assertThat(vp9.endOfFrame()).isFalse();
        assertThat(vp9.interPredicted()).isTrue();
        assertThat(vp9.length()).isEqualTo(5);
    }

    @Test
    void readsTheFlexibleModeWithThreeReferences() throws Exception {
        // I P L F E Z | 7-bit id 5 | TID 1, SID 2 | P_DIFF 1, 2, 3
        Vp9Descriptor vp9 = read("f5 05 24 03 05 06 ff");

        assertThat(vp9.flexible()).isTrue();
        assertThat(vp9.pictureIdBits()).isEqualTo(7);
        assertThat(vp9.tl0PictureIndex()).isEqualTo(PictureDescriptor.ABSENT);
        assertThat(vp9.temporalId()).isEqualTo(1);
        assertThat(vp9.spatialId()).isEqualTo(2);
        assertThat(vp9.endOfFrame()).isTrue();
        assertThat(vp9.unneededAbove()).isTrue();
        assertThat(vp9.length()).isEqualTo(6);
    }

    @Test
    void readsTheScalabilityStructure() throws Exception {
        // I L B V | id 1 | layer 0 | TL0 0 | N_S 1, Y, G | two sizes | two pictures, 0 and 2
        // references
        Vp9Descriptor vp9 = read("aa 01 00 00 38 0140 00b4 0280 0168 02 00 08 01 02 ff");

        assertThat(vp9.structured()).isTrue();
        assertThat(vp9.structure().spatialLayers()).isEqualTo(2);
        assertThat(vp9.structure().width(0)).isEqualTo(320);
        assertThat(vp9.structure().height(1)).isEqualTo(360);
        assertThat(vp9.structure().height(2)).isZero();
        assertThat(vp9.structure().pictures()).isEqualTo(2);
        assertThat(vp9.structure().temporalLayers()).isEqualTo(1);
        assertThat(vp9.structure().temporalId(1)).isZero();
        assertThat(vp9.length()).isEqualTo(18);
        assertThat(vp9.startsKeyFrame()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "88 01, true", // not layered
        "a8 01 00 00, true", // base layer
        "a8 01 02 00, false", // spatial layer 1
        "a0 01 00 00, false", // not the start of the frame
        "e8 01 00 00, false", // predicted from earlier pictures
        "98 01, true" // flexible
    })
    void startsAtTheBaseLayerOfAKeyPicture(String payload, boolean starts) throws Exception {
        assertThat(read(payload).startsKeyFrame()).isEqualTo(starts);
    }

    @ParameterizedTest
    @CsvSource({
        "80, VP9_DESCRIPTOR_TRUNCATED",
        "80 80, VP9_DESCRIPTOR_TRUNCATED",
        "20, VP9_DESCRIPTOR_TRUNCATED",
        "20 00, VP9_DESCRIPTOR_TRUNCATED",
        "50 01, VP9_DESCRIPTOR_TRUNCATED",
        "50 01 01 01 00, VP9_REFERENCES_TOO_MANY",
        "02, VP9_STRUCTURE_TRUNCATED",
        "02 10 0000 00, VP9_STRUCTURE_TRUNCATED",
        "02 08 01, VP9_STRUCTURE_TRUNCATED",
        "02 08 01 04, VP9_STRUCTURE_TRUNCATED"
    })
    void refusesWhatRunsOverTheEnd(String payload, String rule) {
        assertThatThrownBy(() -> read(payload))
                .isInstanceOf(MalformedPacketException.class)
                .hasMessageContaining(rule);
    }

    @ParameterizedTest
    @ValueSource(strings = {"02 10 0000 0000", "02 08 01 04 01", "02 08 00", "02 00"})
    void acceptsAStructureThatEndsWithThePayload(String payload) throws Exception {
        assertThat(read(payload).length()).isEqualTo(Payloads.bytes(payload).length);
    }

    private static Vp9Descriptor read(String hex) throws MalformedPacketException {
        return (Vp9Descriptor) Payloads.read(PayloadReader.VP9, hex);
    }
}
