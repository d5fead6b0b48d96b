package weir.forward;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;

import org.junit.jupiter.api.Test;

import weir.codec.DependencyDescriptor;
import weir.codec.DependencyDescriptorReader;
import weir.rtp.ExtensionElement;
import weir.rtp.ExtensionMap;
import weir.rtp.HeaderExtension;
import weir.rtp.RtpHeader;
import weir.rtp.RtpPacket;
import weir.testkit.DependencyBits;
import weir.wire.MalformedPacketException;

import java.util.HashMap;
import java.util.Map;

class HeaderExtensionWriterTest {
    private static final int NONE = 0;
    private static final byte[] KEY = DependencyBits.L1T3.withSizes(640, 360).key(true, 1, 100);
    private static final byte[] DELTA = DependencyBits.L1T3.plain(true, true, 3, 101);

    private final DependencyDescriptorReader source = new DependencyDescriptorReader();
    private final DependencyDescriptor key = read(source, KEY);
    private final DependencyDescriptor delta = read(source, DELTA);
    private final Run run = new Run();

    @Test
    void writesNothingWhereNothingWasAgreedOn() {
        assertThat(writer(NONE, NONE).hasAny(key)).isFalse();
        assertThat(writer(NONE, 5).hasAny(DependencyDescriptor.UNKNOWN)).isFalse();
        assertThat(writer(NONE, 5).hasAny(key)).isTrue();
        assertThat(writer(3, NONE).hasAny(DependencyDescriptor.UNKNOWN)).isTrue();
    }

    @Test
    void leavesTheTransportWideNumberZeroInAHeaderOfOneByte() {
        RtpPacket packet = written(writer(14, NONE), delta);

        assertThat(ByteBufUtil.hexDump(packet.bytes(), 12, 8)).isEqualTo("bede0001e1000000");
        assertThat(packet.extensionUnsignedShort(14)).isZero();
    }

    @Test
    void takesAHeaderOfTwoBytesForAnIdAbove14() {
        for (int id : new int[] {15, 16, 255}) {
            RtpPacket packet = written(writer(id, NONE), delta);

            assertThat(packet.bytes().getUnsignedShort(12)).isEqualTo(0x1000);
            assertThat(packet.extensionUnsignedShort(id)).isZero();
        }
    }

    @Test
    void takesAHeaderOfOneByteForADescriptorThatFits() {
        RtpPacket packet = written(writer(3, 5), delta);

        assertThat(packet.bytes().getUnsignedShort(12)).isEqualTo(0xbede);
        assertThat(packet.extensionUnsignedShort(3)).isZero();
        assertThat(element(packet, 5)).isEqualTo(DELTA);
        assertThat(packet.payloadLength()).isZero();
    }

    @Test
    void takesAHeaderOfOneByteForADescriptorOf16() {
        byte[] bytes = DependencyBits.L1T3.key(true, 1, 100);
        assertThat(bytes).hasSize(16);

        RtpPacket packet = written(writer(3, 5), read(new DependencyDescriptorReader(), bytes));

        assertThat(packet.bytes().getUnsignedShort(12)).isEqualTo(0xbede);
        assertThat(element(packet, 5)).isEqualTo(bytes);
    }

    @Test
    void takesAHeaderOfTwoBytesForADescriptorOfMoreThan16() {
        assertThat(KEY.length).isGreaterThan(16);

        RtpPacket packet = written(writer(3, 5), key);

        assertThat(packet.bytes().getUnsignedShort(12)).isEqualTo(0x1000);
        assertThat(packet.extensionUnsignedShort(3)).isZero();
        assertThat(element(packet, 5)).isEqualTo(KEY);
    }

    @Test
    void takesAHeaderOfTwoBytesForAShortDescriptorWithAnIdAbove14() {
        RtpPacket packet = written(writer(3, 15), delta);

        assertThat(packet.bytes().getUnsignedShort(12)).isEqualTo(0x1000);
        assertThat(element(packet, 15)).isEqualTo(DELTA);
        assertThat(packet.extensionUnsignedShort(3)).isZero();
    }

    @Test
    void standsAloneWithoutANumber() {
        RtpPacket packet = written(writer(NONE, 5), delta);

        assertThat(packet.bytes().getUnsignedShort(12)).isEqualTo(0xbede);
        assertThat(element(packet, 5)).isEqualTo(DELTA);
    }

    @Test
    void movesTheFrameNumberAcrossItsWrap() {
        run.pictureOffsets.frameNumber = 0xffff - 100;

        RtpPacket packet = written(writer(3, 5), delta);

        assertThat(element(packet, 5)).isEqualTo(DependencyBits.L1T3.plain(true, true, 3, 0));
    }

    @Test
    void namesTheTargetsThatAreSentAndGivesTheStructureWhereTheSourceBegan() {
        run.activeTargets = 0b100;
        run.startOutput = 70;
        HeaderExtensionWriter writer = writer(3, 5);
        DependencyDescriptorReader viewer = new DependencyDescriptorReader();

        DependencyDescriptor first = read(viewer, element(written(writer, 70, delta), 5));
        DependencyDescriptor second = read(viewer, element(written(writer, 71, delta), 5));

        assertThat(first.structurePresent()).isTrue();
        assertThat(first.activeTargets()).isEqualTo(0b100);
        assertThat(second.structurePresent()).isFalse();
        assertThat(second.activeTargets()).isEqualTo(0b100);
    }

    private RtpPacket written(HeaderExtensionWriter writer, DependencyDescriptor dependencies) {
        return written(writer, 70, dependencies);
    }

    private RtpPacket written(
            HeaderExtensionWriter writer, long output, DependencyDescriptor dependencies) {
        ByteBuf buffer = Unpooled.buffer();
        buffer.writeInt(0x90600001).writeInt(0).writeInt(9);
        writer.write(run, output, dependencies, buffer);
        try {
            RtpHeader header = RtpHeader.read(buffer);
            assertThat(header.length()).isEqualTo(buffer.readableBytes());
            return RtpPacket.of(buffer, header, TestSource.video("AV1", 9).format(), 0);
        } catch (MalformedPacketException malformed) {
            throw new AssertionError(malformed);
        }
    }

    private static byte[] element(RtpPacket packet, int id) {
        long element = packet.extension(id);
        return ByteBufUtil.getBytes(
                packet.bytes(), ExtensionElement.index(element), ExtensionElement.length(element));
    }

    private static DependencyDescriptor read(DependencyDescriptorReader reader, byte[] bytes) {
        try {
            return reader.read(Unpooled.wrappedBuffer(bytes), 0, bytes.length);
        } catch (MalformedPacketException malformed) {
            throw new AssertionError(malformed);
        }
    }

    private static HeaderExtensionWriter writer(int sequenceId, int dependencyId) {
        Map<HeaderExtension, Integer> ids = new HashMap<>();
        if (sequenceId != NONE) {
            ids.put(HeaderExtension.TRANSPORT_SEQUENCE_NUMBER, sequenceId);
        }
        if (dependencyId != NONE) {
            ids.put(HeaderExtension.DEPENDENCY_DESCRIPTOR, dependencyId);
        }
        return new HeaderExtensionWriter(
                ids.isEmpty() ? ExtensionMap.EMPTY : new ExtensionMap(ids));
    }
}
