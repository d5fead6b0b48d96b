package weir.codec;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import weir.wire.MalformedPacketException;

import java.util.Arrays;
import java.util.List;
import java.util.Random;

class PayloadReaderFuzzTest {
    private static final List<String> VALID =
            List.of(
                    "90 f0 9234 56 a9 00",
                    "e8 8abc 53 77 ff",
                    "f5 05 24 03 05 06 ff",
                    "aa 01 00 00 38 0140 00b4 0280 0168 02 00 08 01 02 ff",
                    "78 0002 0910 0004 6742e01f 0002 68ce",
                    "7c 85 88",
                    "60 01 0003 400101 0003 4201ff",
                    "62 01 93 af",
                    "28 02 0a0b 32",
                    "08 02 1200 02 0a0b");

    /// Any bytes are either read, or refused by a named rule: nothing else is thrown.
    @ParameterizedTest
    @MethodSource("weir.testkit.Seeds#thousand")
    void readsOrRefusesAnyBytes(long seed) {
        Random random = new Random(seed);
        byte[] bytes = new byte[random.nextInt(40)];
        random.nextBytes(bytes);

        readWithEach(bytes);
    }

    @ParameterizedTest
    @MethodSource("weir.testkit.Seeds#thousand")
    void readsOrRefusesWhatWasValidOnce(long seed) {
        Random random = new Random(seed);
        byte[] valid = Payloads.bytes(VALID.get(random.nextInt(VALID.size())));
        byte[] bytes = Arrays.copyOf(valid, random.nextInt(valid.length + 3));
        for (int i = random.nextInt(4); i > 0 && bytes.length > 0; i--) {
            bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
        }

        readWithEach(bytes);
    }

    private static void readWithEach(byte[] bytes) {
        for (PayloadReader reader : PayloadReader.values()) {
            try {
                check(Payloads.read(reader, bytes), bytes.length);
            } catch (MalformedPacketException refused) {
                assertThat(refused.rule()).isInstanceOf(CodecRule.class);
            }
        }
    }

    /// What a forwarder will write lies within the payload.
    private static void check(PayloadDescriptor descriptor, int length) {
        if (!(descriptor instanceof PictureDescriptor picture)) {
            return;
        }
        if (picture.pictureIdBits() != 0) {
            int bytes = picture.pictureIdBits() == 7 ? 1 : 2;
            assertThat(picture.pictureIdPosition() + bytes).isLessThanOrEqualTo(length);
        }
        if (picture.tl0PictureIndex() >= 0) {
            assertThat(picture.tl0PictureIndexPosition()).isLessThan(length);
        }
        if (picture instanceof Vp8Descriptor vp8 && vp8.keyIndex() >= 0) {
            assertThat(vp8.keyIndexPosition()).isLessThan(length);
        }
    }
}
