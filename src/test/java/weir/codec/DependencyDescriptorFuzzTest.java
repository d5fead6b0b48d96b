package weir.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import weir.testkit.DependencyBits;
import weir.wire.MalformedPacketException;

import java.util.Arrays;
import java.util.List;
import java.util.Random;

class DependencyDescriptorFuzzTest {
    private static final List<DependencyBits> STRUCTURES =
            List.of(
                    DependencyBits.L1T3,
                    DependencyBits.L2T1,
                    DependencyBits.L2T2_KEY,
                    DependencyBits.L3T3.withSizes(320, 180, 640, 360, 1280, 720));

    private final DependencyDescriptorReader reader = new DependencyDescriptorReader();
    private final DependencyDescriptorWriter writer = new DependencyDescriptorWriter();

    /// Any bytes are either read, or refused by a named rule; what was read is written, and read
    /// again as it was.
    @ParameterizedTest
    @MethodSource("weir.testkit.Seeds#thousand")
    void readsOrRefusesAnyBytes(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 20; i++) {
            byte[] bytes = new byte[random.nextInt(1 + (random.nextBoolean() ? 20 : 255))];
            random.nextBytes(bytes);
            readAndWrite(bytes);
        }
    }

    @ParameterizedTest
    @MethodSource("weir.testkit.Seeds#thousand")
    void readsOrRefusesWhatWasValidOnce(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 20; i++) {
            byte[] valid = valid(random, STRUCTURES.get(random.nextInt(STRUCTURES.size())));
            byte[] bytes =
                    random.nextBoolean()
                            ? valid.clone()
                            : Arrays.copyOf(valid, random.nextInt(valid.length + 3));
            for (int flips = random.nextInt(4); flips > 0 && bytes.length > 0; flips--) {
                bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
            }
            readAndWrite(bytes);
        }
    }

    private static byte[] valid(Random random, DependencyBits structure) {
        int template = 1 + random.nextInt(5);
        int frame = random.nextInt(1 << 16);
        return switch (random.nextInt(3)) {
            case 0 -> structure.key(random.nextBoolean(), template, frame);
            case 1 -> structure.plain(random.nextBoolean(), random.nextBoolean(), template, frame);
            default -> structure.extended(template, frame, false, 1, "", "01000110001100", "");
        };
    }

    private void readAndWrite(byte[] bytes) {
        try {
            DependencyDescriptor read = reader.read(Unpooled.wrappedBuffer(bytes), 0, bytes.length);
            if (read.isKnown()) {
                check(read, 0x5555);
            }
        } catch (MalformedPacketException refused) {
            assertThat(refused.rule()).isInstanceOf(CodecRule.class);
        }
    }

    private void check(DependencyDescriptor read, int mask) throws MalformedPacketException {
        ByteBuf output = Unpooled.buffer();
        int length = writer.write(read, 7, mask, true, output);
        assertThat(length).isBetween(4, DependencyDescriptorWriter.LENGTH_MAX);
        if (!read.structurePresent() && (output.getByte(3) & 0x80) == 0) {
            return;
        }
        DependencyDescriptor again =
                new DependencyDescriptorReader().read(output, 0, output.readableBytes());
        assertThat(again.frameNumber()).isEqualTo(read.frameNumber() + 7 & 0xffff);
        assertThat(again.structure().isSameAs(read.structure())).isTrue();
        assertThat(again.frame().indications()).isEqualTo(read.frame().indications());
        assertThat(again.frame().lentFrameDiffs()).isEqualTo(read.frame().lentFrameDiffs());
        assertThat(again.frame().lentChainDiffs()).isEqualTo(read.frame().lentChainDiffs());
    }
}
