package weir.forward;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

import org.junit.jupiter.api.Test;

import weir.codec.DependencyDescriptor;
import weir.rtp.Burst;
import weir.rtp.PayloadFormat;
import weir.rtp.RtpHeader;
import weir.rtp.RtpPacket;
import weir.testkit.DependencyBits;
import weir.wire.MalformedPacketException;

import java.util.List;

class BurstReaderTest {
    private static final int ID = 7;
    private static final PayloadFormat AV1 = TestSource.video("AV1", 0).format();
    private static final byte[] L1T3_KEY = DependencyBits.L1T3.key(true, 1, 10);
    private static final byte[] L2T1_KEY = DependencyBits.L2T1.key(false, 1, 900);

    private final BurstReader reader = new BurstReader();
    private int sequence;

    @Test
    void readsTheDescriptorsOfEachSsrcByThatOnesStructure() {
        reader.onFormats(List.of(AV1), ID);

        try (MediaBurst media =
                read(
                        packet(1, L1T3_KEY),
                        packet(2, L2T1_KEY),
                        packet(1, DependencyBits.L1T3.plain(true, true, 4, 11)),
                        packet(2, DependencyBits.L2T1.plain(true, true, 4, 901)))) {
            assertThat(media.refused()).isEmpty();
            assertThat(media.get(2).dependencies().structure().targets()).isEqualTo(3);
            assertThat(media.get(2).temporalId()).isEqualTo(2);
            assertThat(media.get(2).spatialId()).isZero();
            assertThat(media.get(3).dependencies().structure().targets()).isEqualTo(2);
            assertThat(media.get(3).dependencies().frameNumber()).isEqualTo(901);
            assertThat(media.get(3).spatialId()).isEqualTo(1);
        }
    }

    @Test
    void remembersTheStructureFromBurstToBurst() {
        reader.onFormats(List.of(AV1), ID);
        read(packet(1, L1T3_KEY)).close();

        try (MediaBurst media = read(packet(1, DependencyBits.L1T3.plain(true, true, 3, 11)))) {
            assertThat(media.get(0).temporalId()).isEqualTo(1);
        }
    }

    @Test
    void knowsNoDependenciesWhereNoneWereAgreedOnOrSent() {
        try (MediaBurst media = read(packet(1, L1T3_KEY))) {
            assertThat(media.get(0).dependencies()).isSameAs(DependencyDescriptor.UNKNOWN);
        }
        reader.onFormats(List.of(AV1), ID);
        try (MediaBurst media = read(packet(1, new byte[0]))) {
            assertThat(media.get(0).dependencies()).isSameAs(DependencyDescriptor.UNKNOWN);
        }
    }

    @Test
    void leavesOutPacketsWhoseDescriptorIsMalformedAndNamesTheRule() {
        reader.onFormats(List.of(AV1), ID);

        try (MediaBurst media =
                read(
                        packet(1, L1T3_KEY),
                        packet(1, new byte[] {0}),
                        packet(1, new byte[] {0, 0}),
                        packet(1, DependencyBits.L1T3.plain(true, true, 2, 11)))) {
            assertThat(media.size()).isEqualTo(2);
            assertThat(media.refused()).hasSize(2);
            assertThat(media.get(1).dependencies().frameNumber()).isEqualTo(11);
        }
    }

    @Test
    void forgetsTheOldestOfMoreSsrcsThanAPeerMayHave() {
        reader.onFormats(List.of(AV1), ID);
        for (int ssrc = 1; ssrc <= 17; ssrc++) {
            read(packet(ssrc, L1T3_KEY)).close();
        }

        byte[] plain = DependencyBits.L1T3.plain(true, true, 3, 11);
        try (MediaBurst media = read(packet(2, plain), packet(17, plain), packet(1, plain))) {
            assertThat(media.get(0).dependencies().isKnown()).isTrue();
            assertThat(media.get(1).dependencies().isKnown()).isTrue();
            assertThat(media.size() == 2 || !media.get(2).dependencies().isKnown()).isTrue();
        }
    }

    private MediaBurst read(RtpPacket... packets) {
        try (Burst burst = new Burst()) {
            for (RtpPacket packet : packets) {
                burst.add(packet);
                packet.close();
            }
            return reader.read(burst);
        }
    }

    /// @param element the dependency descriptor, empty for none
    private RtpPacket packet(int ssrc, byte[] element) {
        ByteBuf bytes = Unpooled.buffer();
        int words = (2 + element.length + 3) / 4;
        bytes.writeByte(element.length == 0 ? 0x80 : 0x90).writeByte(AV1.payloadType());
        bytes.writeShort(sequence++).writeInt(0).writeInt(ssrc);
        if (element.length > 0) {
            bytes.writeShort(0x1000).writeShort(words).writeByte(ID).writeByte(element.length);
            bytes.writeBytes(element).writeZero(4 * words - 2 - element.length);
        }
        bytes.writeBytes(new byte[] {0x10, 0x32, 0, 1, 2});
        try {
            return RtpPacket.of(bytes, RtpHeader.read(bytes), AV1, 0);
        } catch (MalformedPacketException malformed) {
            throw new AssertionError(malformed);
        } finally {
            bytes.release();
        }
    }
}
