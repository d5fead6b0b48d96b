package weir.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static weir.testkit.DependencyBits.L1T3;
import static weir.testkit.DependencyBits.L2T1;
import static weir.testkit.DependencyBits.L2T2_KEY;
import static weir.testkit.DependencyBits.L3T3;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import weir.testkit.DependencyBits;
import weir.wire.MalformedPacketException;

/// The structures are those of the examples in AV1 RTP appendix A.6.
class DependencyDescriptorTest {
    private static final int AROUND = 3;

    /// Of the first packet of a key frame, AV1 by Chromium 156.
    private static final String CHROMIUM_L3T3 =
            "c100e3c0081485214eafffaaaa863cf0430c10c302afc0aaa0063c00430010c002a000a800060000400"
                    + "01d954926e082b04a0941b820ac1282503157f974000ca864330e222222eca865530422423"
                    + "0eca8775300ef008601df010d03bf021b1f80";

    private final DependencyDescriptorReader reader = new DependencyDescriptorReader();
    private final DependencyDescriptorWriter writer = new DependencyDescriptorWriter();

    @Test
    void readsTheBitsOfTheSmallestStructure() throws Exception {
        // S E, template 0, frame 0x1234 | T | offset 0, 1 target | no more | switch | no fdiff
        // | 1 chain, which needs no bits to be named, diff 0 | no sizes
        DependencyDescriptor key =
                read(
                        DependencyBits.bytes(
                                "11000000"
                                        + "0001001000110100"
                                        + "10000"
                                        + "000000"
                                        + "00000"
                                        + "11"
                                        + "10"
                                        + "0"
                                        + "1"
                                        + "0000"
                                        + "0"));

        assertThat(key.isKnown()).isTrue();
        assertThat(key.frameNumber()).isEqualTo(0x1234);
        assertThat(key.structure().targets()).isEqualTo(1);
        assertThat(key.structure().chain(0)).isZero();
        assertThat(key.activeTargets()).isEqualTo(1);
        assertThat(key.frame().switching()).isEqualTo(1);
        assertThat(key.frame().frameDiffs()).isZero();
        assertThat(key.frame().chainDiff(0)).isZero();
    }

    @Test
    void readsAndWritesWhatChromiumMakesOfThreeByThreeLayers() throws Exception {
        byte[] element = ByteBufUtil.decodeHexDump(CHROMIUM_L3T3);

        DependencyDescriptor key = read(element);

        DependencyStructure structure = key.structure();
        assertThat(structure.targets()).isEqualTo(9);
        assertThat(structure.chains()).isEqualTo(3);
        for (int target = 0; target < 9; target++) {
            assertThat(structure.spatialId(target)).isEqualTo(target / 3);
            assertThat(structure.temporalId(target)).isEqualTo(target % 3);
            assertThat(structure.chain(target)).isEqualTo(target / 3);
        }
        assertThat(structure.width(2)).isEqualTo(960);
        assertThat(structure.height(0)).isEqualTo(135);
        assertThat(key.activeTargets()).isEqualTo(0b111_111_111 & ~0b111_000_000);
        ByteBuf written = Unpooled.buffer();
        writer.write(key, 0, written);
        assertThat(ByteBufUtil.getBytes(written)).isEqualTo(element);
    }

    @Test
    void readsTheStructureOfThreeSpatialAndThreeTemporalLayers() throws Exception {
        byte[] key = L3T3.withSizes(320, 180, 640, 360, 1280, 720).key(false, 1, 100);

        DependencyStructure structure = read(key).structure();

        assertThat(structure.targets()).isEqualTo(9);
        assertThat(structure.chains()).isEqualTo(3);
        assertThat(structure.spatialLayers()).isEqualTo(3);
        assertThat(structure.width(2)).isEqualTo(1280);
        assertThat(structure.height(0)).isEqualTo(180);
        assertThat(structure.width(3)).isZero();
        // HD30 is all there is; VGA15 is made of itself, VGA7.5, QVGA15 and QVGA7.5.
        assertThat(structure.contained(0)).isEqualTo(0b1_1111_1111);
        assertThat(structure.contained(4)).isEqualTo(0b1_1011_0000);
        assertThat(structure.spatialId(4)).isEqualTo(1);
        assertThat(structure.temporalId(4)).isEqualTo(1);
        assertThat(structure.chain(4)).isEqualTo(1);
    }

    @Test
    void readsWhatATemplateSaysOfAFrame() throws Exception {
        read(L3T3.key(false, 1, 0xfff0));

        DependencyDescriptor frame = read(L3T3.plain(true, false, 8, 0xfff9));

        assertThat(frame.startOfFrame()).isTrue();
        assertThat(frame.endOfFrame()).isFalse();
        assertThat(frame.structurePresent()).isFalse();
        assertThat(frame.frame().spatialId()).isEqualTo(1);
        assertThat(frame.frame().temporalId()).isEqualTo(1);
        assertThat(frame.frame().present()).isEqualTo(0b0_0001_1011);
        assertThat(frame.frame().switching()).isEqualTo(0b0_0000_1000);
        assertThat(frame.frame().discardable()).isEqualTo(0b0_0001_0000);
        assertThat(frame.frame().frameDiffs()).isEqualTo(2);
        assertThat(frame.frame().frameDiff(0)).isEqualTo(6);
        assertThat(frame.frame().chainDiff(2)).isEqualTo(5);
    }

    @Test
    void readsWhatAPacketSaysInsteadOfItsTemplate() throws Exception {
        read(L2T1.key(true, 1, 1));
        // DTIs R D; fdiffs 5 in 4 bits, 200 in 8, 4096 in 12; chains 255 and 0
        byte[] bytes =
                L2T1.extended(
                        2,
                        9,
                        false,
                        -1,
                        "1101",
                        "01" + "0100" + "10" + "11000111" + "11" + "111111111111" + "00",
                        "11111111" + "00000000");

        DependencyDescriptor custom = read(bytes);

        assertThat(custom.frame().present()).isEqualTo(0b11);
        assertThat(custom.frame().switching()).isZero();
        assertThat(custom.frame().discardable()).isEqualTo(0b10);
        assertThat(custom.frame().frameDiff(0)).isEqualTo(5);
        assertThat(custom.frame().frameDiff(1)).isEqualTo(200);
        assertThat(custom.frame().frameDiff(2)).isEqualTo(4096);
        assertThat(custom.frame().chainDiff(0)).isEqualTo(255);
        assertThat(custom.frame().chainDiff(1)).isZero();
        assertThat(written(custom, 0)).isEqualTo(bytes);
    }

    @Test
    void remembersTheActiveTargetsUntilTheNextStructure() throws Exception {
        assertThat(read(L3T3.extended(1, 65_535, true, 0x38, "", "", "")).activeTargets())
                .isEqualTo(0x38);
        assertThat(read(L3T3.plain(true, true, 4, 3)).activeTargets()).isEqualTo(0x38);
        assertThat(read(L3T3.extended(3, 6, false, 7, "", "", "")).activeTargets()).isEqualTo(7);
        assertThat(read(L3T3.extended(4, 2, false, 0x38, "", "", "")).activeTargets())
                .isEqualTo(0x38);
        assertThat(read(L3T3.plain(true, true, 5, 9)).activeTargets()).isEqualTo(7);
        assertThat(read(L3T3.key(true, 1, 12)).activeTargets()).isEqualTo(0x1ff);
        assertThat(read(L3T3.plain(true, true, 5, 21)).activeTargets()).isEqualTo(0x1ff);
    }

    @Test
    void knowsNothingBeforeAStructureAndOfATemplateThatNoneHas() throws Exception {
        assertThat(read(L1T3.plain(true, true, 1, 0)).isKnown()).isFalse();

        read(L1T3.key(true, 1, 0));

        assertThat(read(L1T3.plain(true, true, 5, 1)).isKnown()).isTrue();
        assertThat(read(L1T3.plain(true, true, 6, 1)).isKnown()).isFalse();
    }

    @Test
    void keepsTheStructureBeforeForPacketsThatComeLate() throws Exception {
        DependencyStructure first = read(L1T3.key(true, 1, 10)).structure();
        DependencyStructure second = read(L2T2_KEY.key(true, 1, 20)).structure();

        assertThat(read(L1T3.plain(true, true, 2, 14)).structure()).isSameAs(first);
        assertThat(read(L2T2_KEY.plain(true, true, 4, 21)).structure()).isSameAs(second);
        assertThat(read(L1T3.key(true, 1, 10)).structure()).isSameAs(first);
        assertThat(read(L2T2_KEY.plain(true, true, 4, 21)).structure()).isSameAs(second);
        assertThat(read(L2T2_KEY.key(true, 1, 30)).structure()).isSameAs(second);
    }

    @Test
    void writesTheFrameNumberAnewAndTheRestAsItCame() throws Exception {
        byte[] key = L3T3.withSizes(320, 180, 640, 360, 1280, 720).key(false, 1, 65_000);

        assertThat(written(read(key), 1000))
                .isEqualTo(L3T3.withSizes(320, 180, 640, 360, 1280, 720).key(false, 1, 464));
        assertThat(written(read(L3T3.plain(false, true, 7, 5)), -6))
                .isEqualTo(L3T3.plain(false, true, 7, 65_535));
    }

    @Test
    void writesTheActiveTargetsAndTheStructureWhereThereWereNone() throws Exception {
        DependencyDescriptor key = read(L2T1.extended(1, 7, true, -1, "", "", ""));
        DependencyDescriptor frame = read(L2T1.extended(2, 8, false, -1, "1010", "", ""));

        assertThat(written(key, 1, 2, false)).isEqualTo(L2T1.extended(1, 8, true, 2, "", "", ""));
        assertThat(written(frame, 1, 2, true))
                .isEqualTo(L2T1.extended(2, 9, true, 2, "1010", "", ""));
        assertThat(written(frame, 1, 3, false))
                .isEqualTo(L2T1.extended(2, 9, false, 3, "1010", "", ""));
    }

    @Test
    void writesNoTargetThatTheSenderDoesNotMake() throws Exception {
        DependencyDescriptor key = read(L2T1.extended(1, 7, true, 2, "", "", ""));

        assertThat(written(key, 0, 3, false)).isEqualTo(L2T1.extended(1, 7, true, 2, "", "", ""));
    }

    @ParameterizedTest
    @CsvSource({
        "c0 00, DEPENDENCY_TRUNCATED",
        "c0 0000 80, DEPENDENCY_TRUNCATED",
        "c1 0000 8000 e400, DEPENDENCY_TEMPLATE_MISSING",
        "c0 0000 8000 2a aa, DEPENDENCY_LAYERS_TOO_MANY",
        "c0 0000 8000 000000000000000000000000000000000000, DEPENDENCY_TEMPLATES_TOO_MANY"
    })
    void refusesWhatBreaksARule(String hex, String rule) {
        assertThatThrownBy(() -> read(Payloads.bytes(hex)))
                .isInstanceOf(MalformedPacketException.class)
                .hasMessageContaining(rule);
    }

    @Test
    void takesSixteenReferencesAndNoMore() throws Exception {
        read(L1T3.key(true, 1, 0));
        String sixteen = "010001".repeat(16);

        assertThat(
                        read(L1T3.extended(2, 9, false, -1, "", sixteen + "00", ""))
                                .frame()
                                .frameDiffs())
                .isEqualTo(16);
        assertThatThrownBy(() -> read(L1T3.extended(2, 9, false, -1, "", sixteen + "01000100", "")))
                .hasMessageContaining("DEPENDENCY_FRAMES_TOO_MANY");
    }

    private DependencyDescriptor read(byte[] element) throws MalformedPacketException {
        ByteBuf around = Unpooled.buffer().writeZero(AROUND).writeBytes(element).writeZero(AROUND);
        return reader.read(around, AROUND, element.length);
    }

    private byte[] written(DependencyDescriptor descriptor, int offset) {
        ByteBuf output = Unpooled.buffer();
        assertThat(writer.write(descriptor, offset, output)).isEqualTo(output.readableBytes());
        return ByteBufUtil.getBytes(output);
    }

    private byte[] written(
            DependencyDescriptor descriptor, int offset, int targets, boolean structure) {
        ByteBuf output = Unpooled.buffer();
        assertThat(writer.write(descriptor, offset, targets, structure, output))
                .isEqualTo(output.readableBytes());
        return ByteBufUtil.getBytes(output);
    }
}
