package weir.rtcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import weir.wire.MalformedPacketException;

import java.util.List;
import java.util.Random;

class CompoundFuzzTest {
    private static final int[] TYPES = {200, 201, 202, 203, 204, 205, 206, 207};

    /// What was written is read as the same, packet by packet and as one compound.
    @ParameterizedTest
    @MethodSource("weir.testkit.Seeds#thousand")
    void readsWhatWasWritten(long seed) throws Exception {
        List<RtcpPacket> packets = new RandomPackets(seed).oneOfEach();
        ByteBuf compound = Unpooled.buffer();
        CompoundWriter writer = new CompoundWriter(compound);

        for (RtcpPacket packet : packets) {
            ByteBuf alone = Unpooled.buffer();
            new CompoundWriter(alone).write(packet);
            assertThat(CompoundReader.read(alone)).containsExactly(packet);
            writer.write(packet);
        }

        assertThat(writer.length()).isEqualTo(compound.readableBytes());
        assertThat(CompoundReader.read(compound)).isEqualTo(packets);
    }

    /// Any bytes are either packets or refused by a named rule, and the buffer is left as it was.
    @ParameterizedTest
    @MethodSource("weir.testkit.Seeds#thousand")
    void readsOrRefusesAnyBytes(long seed) {
        Random random = new Random(seed);
        byte[] bytes = new byte[random.nextInt(200)];
        random.nextBytes(bytes);

        readOrRefuse(bytes);
    }

    /// As above, with a header that lets the bytes through to each packet's own reader.
    @ParameterizedTest
    @MethodSource("weir.testkit.Seeds#thousand")
    void readsOrRefusesAnyBody(long seed) {
        Random random = new Random(seed);
        for (int type : TYPES) {
            byte[] bytes = new byte[4 * random.nextInt(1, 40)];
            random.nextBytes(bytes);
            int[] counts = {random.nextInt(32), 1, 4, 9, 15};
            bytes[0] = (byte) (0x80 | random.nextInt(2) << 5 | counts[random.nextInt(5)]);
            bytes[1] = (byte) type;
            bytes[2] = 0;
            bytes[3] = (byte) (bytes.length / 4 - 1);
            if (bytes.length >= 20 && random.nextBoolean()) {
                // A transport feedback with a plausible count.
                bytes[14] = 0;
                bytes[15] = (byte) random.nextInt(60);
            }
            readOrRefuse(bytes);
        }
    }

    @ParameterizedTest
    @MethodSource("weir.testkit.Seeds#thousand")
    void readsOrRefusesMutatedPackets(long seed) {
        Random random = new Random(seed);
        for (RtcpPacket packet : new RandomPackets(seed).oneOfEach()) {
            ByteBuf out = Unpooled.buffer();
            new CompoundWriter(out).write(packet);
            byte[] bytes =
                    new byte
                            [random.nextInt(8) > 0
                                    ? out.readableBytes()
                                    : random.nextInt(out.readableBytes())];
            out.readBytes(bytes);
            for (int flips = random.nextInt(1, 6); flips > 0 && bytes.length > 0; flips--) {
                int at =
                        random.nextInt(
                                random.nextBoolean() ? bytes.length : Math.min(24, bytes.length));
                bytes[at] ^= (byte) (1 << random.nextInt(8));
            }
            readOrRefuse(bytes);
        }
    }

    private static void readOrRefuse(byte[] bytes) {
        ByteBuf buffer = Unpooled.wrappedBuffer(bytes);
        try {
            assertThat(CompoundReader.read(buffer)).isNotEmpty().hasSizeLessThan(65);
        } catch (MalformedPacketException refused) {
            assertThat(refused.rule()).isInstanceOf(RtcpRule.class);
        }
        assertThat(buffer.readerIndex()).isZero();
        assertThat(buffer.writerIndex()).isEqualTo(bytes.length);
        assertThat(buffer.refCnt()).isEqualTo(1);
    }
}
