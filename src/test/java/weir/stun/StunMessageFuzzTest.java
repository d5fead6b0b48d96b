package weir.stun;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import weir.wire.MalformedPacketException;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

class StunMessageFuzzTest {

    /// Any bytes are either a message all of whose accessors answer, or refused by a named rule:
    /// nothing else is thrown, and the buffer is left as it was.
    @ParameterizedTest
    @MethodSource("weir.testkit.Seeds#thousand")
    void readsOrRefusesAnyBytes(long seed) {
        RandomGenerator random = new SplittableRandom(seed);
        byte[] bytes = new byte[random.nextInt(200)];
        random.nextBytes(bytes);

        readOrRefuse(Unpooled.wrappedBuffer(bytes));
    }

    @ParameterizedTest
    @MethodSource("weir.testkit.Seeds#thousand")
    void readsOrRefusesAnyAttributesBehindAValidHeader(long seed) {
        RandomGenerator random = new SplittableRandom(seed);
        ByteBuf datagram = Unpooled.buffer().writeShort(random.nextInt(0x4000)).writeShort(0);
        datagram.writeInt(StunMessage.COOKIE).writeZero(12);
        for (int left = random.nextInt(8); left > 0; left--) {
            int length = random.nextInt(24);
            AttributeType type = AttributeType.values()[random.nextInt(13)];
            datagram.writeShort(random.nextInt(9) == 0 ? random.nextInt() : type.code());
            datagram.writeShort(length);
            byte[] value = new byte[length + 3 & ~3];
            random.nextBytes(value);
            datagram.writeBytes(value);
        }
        datagram.setShort(2, datagram.readableBytes() - 20);

        readOrRefuse(datagram);
    }

    /// Only what follows MESSAGE-INTEGRITY may differ from what was signed.
    @ParameterizedTest
    @MethodSource("weir.testkit.Seeds#thousand")
    void noMutationOfWhatIsSignedKeepsItsSignature(long seed) {
        RandomGenerator random = new SplittableRandom(seed);
        String vector = Rfc5769.ALL.get(random.nextInt(3));
        ByteBuf datagram = Rfc5769.datagram(vector);
        int signed = datagram.readableBytes() - 8;
        for (int left = 1 + random.nextInt(3); left > 0; left--) {
            datagram.setByte(random.nextInt(datagram.readableBytes()), random.nextInt());
        }
        boolean same = datagram.slice(0, signed).equals(Rfc5769.datagram(vector).slice(0, signed));

        boolean accepted = readOrRefuse(datagram);

        assertThat(accepted && !same).isFalse();
    }

    private static boolean readOrRefuse(ByteBuf datagram) {
        ByteBuf before = datagram.copy();
        boolean signed = false;
        StunMessage.findLocalUserFragment(datagram);
        try {
            StunMessage message = StunMessage.read(datagram);
            useAll(message);
            signed = message.isSignedBy(Rfc5769.KEY);
        } catch (MalformedPacketException e) {
            assertThat(e.rule()).isInstanceOf(StunRule.class);
        }
        assertThat(datagram).isEqualTo(before);
        assertThat(datagram.readerIndex()).isZero();
        return signed;
    }

    private static void useAll(StunMessage message) {
        assertThat(message.messageClass()).isNotNull();
        assertThat(message.method()).isBetween(0, 0xfff);
        assertThat(message.transactionId()).isNotNull();
        assertThat(message.username()).isNotNull();
        assertThat(message.priority()).isNotNull();
        assertThat(message.iceControlled()).isNotNull();
        assertThat(message.iceControlling()).isNotNull();
        assertThat(message.xorMappedAddress()).isNotNull();
        message.errorCode().ifPresent(code -> assertThat(code).isBetween(300, 699));
        assertThat(message.unknownAttributes()).allMatch(type -> type >= 0 && type < 0x10000);
        assertThat(message.unknownRequired()).allMatch(type -> type < 0x8000);
    }
}
