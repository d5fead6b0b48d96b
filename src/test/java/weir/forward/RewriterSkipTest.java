package weir.forward;

import static org.assertj.core.api.Assertions.assertThat;

import static weir.testkit.DependencyBits.L2T1;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;

import org.junit.jupiter.api.Test;

import weir.codec.DependencyDescriptor;
import weir.codec.DependencyDescriptorReader;
import weir.rtp.ExtensionElement;
import weir.rtp.MediaKind;
import weir.rtp.RtpPacket;
import weir.wire.MalformedPacketException;

/// What a viewer gets where packets are left out on purpose.
class RewriterSkipTest {
    private final TestViewer viewer = new TestViewer(MediaKind.VIDEO);
    private final TestSource vp8 = TestSource.video("VP8", 8);
    private final TestSource vp9 = TestSource.video("VP9", 9);
    private final TestSource av1 = TestSource.video("AV1", 10);

    @Test
    void closesTheGapAndGivesThePictureNumberToTheNext() {
        viewer.onSource(1);
        write(vp8.packet(10, 0, "90 e0 8010 01 00 00"), 1000, "90 e0 8010 01 00 00");
        skip(vp8.packet(11, 3000, "90 e0 8011 01 80 01"));
        skip(vp8.packet(12, 3000, "80 e0 8011 01 80 01"));
        write(vp8.packet(13, 6000, "90 e0 8012 01 40 01"), 1001, "90 e0 8011 01 40 01");
        skip(vp8.packet(14, 9000, "90 e0 8013 01 80 01"));
        write(vp8.packet(15, 12_000, "90 e0 8014 02 00 01"), 1002, "90 e0 8012 02 00 01");

        assertThat(viewer.rewriter.sourceSequence(1000)).isEqualTo(10);
        assertThat(viewer.rewriter.sourceSequence(1001)).isEqualTo(13);
        assertThat(viewer.rewriter.sourceSequence(1002)).isEqualTo(15);
    }

    @Test
    void leavesThePictureNumbersOfVp9() {
        viewer.onSource(1);
        write(vp9.packet(10, 0, "a8 8010 00 01 ff"), 1000, "a8 8010 00 01 ff");
        skip(vp9.packet(11, 3000, "e8 8011 20 01 ff"));
        write(vp9.packet(12, 6000, "e8 8012 00 02 ff"), 1001, "e8 8012 00 02 ff");
    }

    @Test
    void fillsAHoleWithAnEmptyPacketEachTime() {
        viewer.onSource(1);
        write(vp8.packet(10, 0, "90 e0 8010 01 00 00"), 1000, "90 e0 8010 01 00 00");
        write(vp8.packet(12, 6000, "90 e0 8012 01 40 01"), 1002, "90 e0 8012 01 40 01");
        RtpPacket late = vp8.packet(11, 3000, "90 e0 8011 01 80 01");

        byte[] empty = skipped(late);

        var written = TestViewer.read(empty).orElseThrow();
        assertThat(written.sequenceNumber()).isEqualTo(1001);
        assertThat(written.timestamp()).isEqualTo(53_000);
        assertThat(written.payload()).isEmpty();
        assertThat(written.marker()).isFalse();
        assertThat(viewer.bytesAgain(late, 1001)).isEqualTo(empty);
        assertThat(skipped(late)).isEmpty();
        assertThat(viewer.bytes(late, 45)).isEmpty();
    }

    @Test
    void answersForALayerThatIsNotSentWithAnEmptyPacket() {
        viewer.onSource(1);
        write(vp8.packet(10, 0, "90 e0 8010 01 00 00"), 1000, "90 e0 8010 01 00 00");
        write(vp8.packet(12, 6000, "90 e0 8012 01 40 01"), 1002, "90 e0 8012 01 40 01");
        RtpPacket lost = vp8.packet(11, 3000, "90 e0 8011 01 80 01");
        ByteBuf output = Unpooled.buffer();

        int length =
                viewer.rewriter.writeAgain(
                        lost,
                        TestSource.describe(lost),
                        DependencyDescriptor.UNKNOWN,
                        false,
                        1001,
                        output);

        assertThat(length).isEqualTo(12);
        assertThat(viewer.bytesAgain(lost, 1001)).isEqualTo(ByteBufUtil.getBytes(output));
    }

    @Test
    void marksTheEndOfTheHighestLayerSinceItIsTheHighest() {
        viewer.onSource(1);
        viewer.rewriter.onLayers(1, Rewriter.EVERY_TARGET);

        assertThat(marker(vp9.packet(10, 0, plain("ac 8010 00 01 ff"), false, 0))).isFalse();
        assertThat(marker(vp9.packet(11, 0, plain("a8 8010 03 01 ff"), false, 0))).isFalse();
        assertThat(marker(vp9.packet(12, 0, plain("a4 8010 03 01 ff"), false, 0))).isTrue();
        viewer.rewriter.onLayers(0, Rewriter.EVERY_TARGET);
        assertThat(marker(vp9.packet(13, 3000, plain("ec 8011 00 02 ff"), false, 0))).isTrue();

        assertThat(
                        TestViewer.read(
                                        viewer.bytesAgain(
                                                vp9.packet(
                                                        10, 0, plain("ac 8010 00 01 ff"), false, 0),
                                                1000))
                                .orElseThrow()
                                .marker())
                .isFalse();
    }

    @Test
    void writesDependencyDescriptorsThatGoOnFromTheSourceBefore() throws Exception {
        DependencyDescriptorReader reader = new DependencyDescriptorReader();
        viewer.onSource(1);
        assertThat(dependencies(10, reader, L2T1.key(true, 1, 700)))
                .isEqualTo(L2T1.key(true, 1, 700));
        assertThat(dependencies(11, reader, L2T1.plain(true, true, 2, 702)))
                .isEqualTo(L2T1.plain(true, true, 2, 702));
        viewer.onSource(2);
        viewer.rewriter.onLayers(0, 2);

        assertThat(dependencies(50, reader, L2T1.key(true, 1, 65_535)))
                .isEqualTo(L2T1.extended(1, 703, true, 2, "", "", ""));
        assertThat(dependencies(51, reader, L2T1.plain(true, true, 2, 1)))
                .isEqualTo(L2T1.extended(2, 705, false, 2, "", "", ""));
        viewer.rewriter.onLayers(1, 3);
        assertThat(dependencies(52, reader, L2T1.plain(true, true, 3, 3)))
                .isEqualTo(L2T1.extended(3, 707, false, 3, "", "", ""));
    }

    private byte[] dependencies(int sequence, DependencyDescriptorReader reader, byte[] element)
            throws MalformedPacketException {
        DependencyDescriptor descriptor =
                reader.read(Unpooled.wrappedBuffer(element), 0, element.length);
        try (RtpPacket packet = av1.packet(sequence, 3000 * sequence, "18 0a")) {
            ByteBuf output = Unpooled.buffer();
            viewer.prepare(packet);
            viewer.rewriter.write(packet, TestSource.describe(packet), descriptor, 45, output);
            try (RtpPacket written = TestSource.read(ByteBufUtil.getBytes(output))) {
                long at = written.extension(13);
                return ByteBufUtil.getBytes(
                        written.bytes(), ExtensionElement.index(at), ExtensionElement.length(at));
            }
        }
    }

    private static byte[] plain(String hex) {
        return TestSource.bytes(hex);
    }

    private boolean marker(RtpPacket packet) {
        return viewer.write(packet).orElseThrow().marker();
    }

    private void write(RtpPacket packet, int sequence, String payload) {
        var written = viewer.write(packet).orElseThrow();
        assertThat(written.sequenceNumber()).isEqualTo(sequence);
        assertThat(written.payload()).isEqualTo(TestSource.bytes(payload));
    }

    private void skip(RtpPacket packet) {
        assertThat(skipped(packet)).isEmpty();
    }

    private byte[] skipped(RtpPacket packet) {
        viewer.prepare(packet);
        ByteBuf output = Unpooled.buffer();
        viewer.rewriter.skip(packet, TestSource.describe(packet), output);
        return ByteBufUtil.getBytes(output);
    }
}
