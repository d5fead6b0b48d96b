package weir.srtp;

import static org.assertj.core.api.Assertions.assertThat;

import static weir.srtp.Packets.openRtp;
import static weir.srtp.Packets.receiver;
import static weir.srtp.Packets.rtp;
import static weir.srtp.Packets.sealRtp;
import static weir.srtp.Packets.sender;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/// Sender and receiver keep the same roll-over counter without ever telling each other.
class SrtpWrapTest {
    @ParameterizedTest
    @EnumSource
    void followsThreeRollovers(SrtpProfile profile) throws Exception {
        SrtpSender sender = sender(profile);
        SrtpReceiver receiver = receiver(profile);
        for (int index = 60_000; index < 4 * 65_536; index += 1_021) {
            int sequenceNumber = index & 0xffff;

            byte[] clear = openRtp(receiver, sealRtp(sender, rtp(sequenceNumber)));

            assertThat(clear).isEqualTo(rtp(sequenceNumber));
        }
    }

    @ParameterizedTest
    @EnumSource
    void takesReorderedPacketsOnBothSidesOfTheWrap(SrtpProfile profile) throws Exception {
        int[] arrivals = {65533, 0, 65535, 2, 65534, 1};

        assertOpensAll(profile, 65533, 6, arrivals);
    }

    @ParameterizedTest
    @EnumSource
    void takesTheFirstPacketAfterALossOverTheWrap(SrtpProfile profile) throws Exception {
        int[] arrivals = {65000, 500, 65535, 499};

        assertOpensAll(profile, 65000, 1100, arrivals);
    }

    @ParameterizedTest
    @EnumSource
    void takesAPacketAfterALossOfAlmostHalfTheNumbers(SrtpProfile profile) throws Exception {
        int[] arrivals = {40_000, 7_231};

        assertOpensAll(profile, 40_000, 32_768, arrivals);
    }

    /// Each burst is reordered and half of it lost, around two wraps.
    @ParameterizedTest
    @MethodSource("weir.testkit.Seeds#thousand")
    void opensWhatArrivesInAnyOrder(long seed) throws Exception {
        Random random = new Random(seed);
        SrtpProfile profile = SrtpProfile.values()[random.nextInt(2)];
        SrtpSender sender = sender(profile);
        SrtpReceiver receiver = receiver(profile);
        int index = 65_536 - random.nextInt(30);
        openRtp(receiver, sealRtp(sender, rtp(index & 0xffff)));
        for (int burst = 0; burst < 4; burst++) {
            List<Integer> sent = new ArrayList<>();
            List<byte[]> arriving = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                sent.add(++index & 0xffff);
            }
            Collections.shuffle(sent, random);
            for (int sequenceNumber : sent) {
                byte[] sealed = sealRtp(sender, rtp(sequenceNumber));
                if (random.nextBoolean()) {
                    arriving.add(sealed);
                }
            }
            Collections.shuffle(arriving, random);
            for (byte[] sealed : arriving) {
                assertThat(openRtp(receiver, sealed)).hasSizeLessThan(sealed.length);
            }
            index += random.nextInt(2) * 30_000;
        }
    }

    private static void assertOpensAll(SrtpProfile profile, int first, int count, int[] arrivals)
            throws Exception {
        SrtpSender sender = sender(profile);
        byte[][] sealed = new byte[65_536][];
        for (int index = first; index < first + count; index++) {
            sealed[index & 0xffff] = sealRtp(sender, rtp(index & 0xffff));
        }
        SrtpReceiver receiver = receiver(profile);
        for (int sequenceNumber : arrivals) {
            assertThat(openRtp(receiver, sealed[sequenceNumber])).isEqualTo(rtp(sequenceNumber));
        }
    }
}
