package weir.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import weir.wire.MalformedPacketException;

import java.util.Random;

class RedDescriptorTest {
    @Test
    void findsThePrimaryBehindTheRedundantBlocks() throws Exception {
        // Two blocks of 3 and 2 bytes, 960 and 480 ticks ago, and a primary of 4.
        assertThat(read("ef0f0003 ef078002 6f aaaaaa bbbb cccccccc".replace(" ", "")))
                .isEqualTo(new RedDescriptor(9 + 5));
    }

    @Test
    void aPrimaryAloneFollowsItsOneByteHeader() throws Exception {
        assertThat(read("6fcccc")).isEqualTo(new RedDescriptor(1));
        assertThat(read("6f")).isEqualTo(new RedDescriptor(1));
    }

    @Test
    void refusesBlocksThatRunOverTheEnd() {
        for (String broken : new String[] {"ef", "ef0f00", "ef0f0003", "ef0f00036faabb"}) {
            assertThatThrownBy(() -> read(broken)).isInstanceOf(MalformedPacketException.class);
        }
    }

    @ParameterizedTest
    @MethodSource("weir.testkit.Seeds#thousand")
    void readsOrRefusesAnyBytes(long seed) {
        Random random = new Random(seed);
        byte[] bytes = new byte[1 + random.nextInt(40)];
        random.nextBytes(bytes);
        try {
            int primary = read(ByteBufUtil.hexDump(bytes)).primaryPosition();
            assertThat(primary).isBetween(1, bytes.length);
        } catch (MalformedPacketException refused) {
            assertThat(refused.rule().name()).isEqualTo("RED_TRUNCATED");
        }
    }

    private static RedDescriptor read(String hex) throws MalformedPacketException {
        ByteBuf bytes = Unpooled.wrappedBuffer(ByteBufUtil.decodeHexDump(hex));
        return (RedDescriptor) PayloadReader.of("red").read(bytes, 0, bytes.readableBytes());
    }
}
