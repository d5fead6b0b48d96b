package weir.srtp;

import static org.assertj.core.api.Assertions.assertThat;

import static weir.srtp.Packets.openRtcp;
import static weir.srtp.Packets.openRtp;
import static weir.srtp.Packets.receiver;
import static weir.srtp.Packets.rtcp;
import static weir.srtp.Packets.rtp;
import static weir.srtp.Packets.sealRtcp;
import static weir.srtp.Packets.sealRtp;
import static weir.srtp.Packets.sender;

import io.netty.buffer.UnpooledByteBufAllocator;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import weir.wire.MalformedPacketException;

import java.util.Arrays;
import java.util.Random;

/// Bytes that no sender sealed are refused by a named rule, whatever they are: nothing else is
/// thrown, nothing leaks, and what was sealed still opens.
class SrtpFuzzTest {
    private final UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(false);

    @AfterEach
    void nothingIsLeftAllocated() {
        assertThat(allocator.metric().usedHeapMemory()).isZero();
    }

    @ParameterizedTest
    @MethodSource("weir.testkit.Seeds#thousand")
    void refusesRandomBytes(long seed) {
        Random random = new Random(seed);
        for (SrtpProfile profile : SrtpProfile.values()) {
            SrtpReceiver receiver = receiver(profile);
            for (int i = 0; i < 10; i++) {
                byte[] bytes = new byte[random.nextInt(120)];
                random.nextBytes(bytes);
                if (bytes.length > 0 && random.nextBoolean()) {
                    bytes[0] = (byte) 0x80;
                }

                assertThat(isRtpOpened(receiver, bytes)).isFalse();
                assertThat(isRtcpOpened(receiver, bytes)).isFalse();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("weir.testkit.Seeds#thousand")
    void refusesMutationsAndThenOpensTheOriginal(long seed) {
        Random random = new Random(seed);
        for (SrtpProfile profile : SrtpProfile.values()) {
            SrtpReceiver receiver = receiver(profile);
            byte[] sealedRtp = sealRtp(sender(profile), rtp(random.nextInt(65_536)));
            byte[] sealedRtcp = sealRtcp(sender(profile), rtcp(random.nextInt()));
            for (int i = 0; i < 10; i++) {
                assertThat(isRtpOpened(receiver, mutated(sealedRtp, random))).isFalse();
                assertThat(isRtcpOpened(receiver, mutated(sealedRtcp, random))).isFalse();
            }

            assertThat(isRtpOpened(receiver, sealedRtp)).isTrue();
            assertThat(isRtcpOpened(receiver, sealedRtcp)).isTrue();
        }
    }

    private boolean isRtpOpened(SrtpReceiver receiver, byte[] bytes) {
        try {
            openRtp(receiver, bytes, allocator);
            return true;
        } catch (MalformedPacketException e) {
            assertThat(e.rule().clause()).startsWith("RFC ");
            return false;
        }
    }

    private boolean isRtcpOpened(SrtpReceiver receiver, byte[] bytes) {
        try {
            openRtcp(receiver, bytes, allocator);
            return true;
        } catch (MalformedPacketException e) {
            assertThat(e.rule().clause()).startsWith("RFC ");
            return false;
        }
    }

    /// Cut, grown or with bytes changed; never the same.
    private static byte[] mutated(byte[] original, Random random) {
        byte[] bytes =
                switch (random.nextInt(3)) {
                    case 0 -> Arrays.copyOf(original, random.nextInt(original.length));
                    case 1 -> Arrays.copyOf(original, original.length + 1 + random.nextInt(30));
                    default -> original.clone();
                };
        for (int i = random.nextInt(3); i >= 0 && bytes.length == original.length; i--) {
            bytes[random.nextInt(bytes.length)] ^= (byte) (1 + random.nextInt(255));
        }
        return Arrays.equals(bytes, original) ? new byte[0] : bytes;
    }
}
