package weir.forward;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import weir.rtp.Burst;
import weir.rtp.RtpPacket;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;

class ParameterSetInserterTest {
    private static final String SPS = "6742c01fda014016ec0440000003004000000f03c60ca8";
    private static final String PPS = "68ce0fc8";
    private static final String SETS = "780017" + SPS + "0004" + PPS;
    private static final String IDR = "6588843a2628";
    private static final String DELTA = "419a3b109ffd";

    private final TestSource source = TestSource.video("H264", 0x1111);
    private final ParameterSetInserter inserter = new ParameterSetInserter();
    private final BurstReader reader = new BurstReader();

    @Test
    void aKeyFrameWithItsSetsIsLeftAsItIs() {
        assertThat(complete(source.packet(7, 0, SPS), source.packet(8, 0, PPS)))
                .containsExactly("7 " + SPS, "8 " + PPS);
        assertThat(complete(source.packet(9, 0, IDR), source.packet(10, 3000, DELTA)))
                .containsExactly("9 " + IDR, "10 " + DELTA);
        assertThat(inserter.inserted()).isZero();
    }

    @Test
    void aLaterKeyFrameGetsThemAndWhatFollowsMovesUp() {
        complete(source.packet(65_533, 0, SPS), source.packet(65_534, 0, PPS));
        complete(source.packet(65_535, 0, IDR));

        assertThat(
                        complete(
                                source.packet(0, 3000, DELTA),
                                source.packet(1, 6000, IDR),
                                source.packet(2, 9000, DELTA)))
                .containsExactly("0 " + DELTA, "1 " + SETS, "2 " + IDR, "3 " + DELTA);
        assertThat(complete(source.packet(3, 12_000, IDR)))
                .containsExactly("4 " + SETS, "5 " + IDR);
    }

    @Test
    void onlyThePacketThatBeginsAKeyFrameGetsThem() {
        complete(source.packet(1, 0, SPS), source.packet(2, 0, PPS), source.packet(3, 0, IDR));

        assertThat(complete(source.packet(4, 3000, IDR), source.packet(5, 3000, "6504aa")))
                .containsExactly("4 " + SETS, "5 " + IDR, "6 6504aa");
    }

    @Test
    void whatComesLateFromBeforeKeepsItsNumber() {
        complete(source.packet(1, 0, SPS), source.packet(2, 0, PPS), source.packet(3, 0, IDR));

        assertThat(
                        complete(
                                source.packet(5, 3000, DELTA),
                                source.packet(6, 6000, IDR),
                                source.packet(4, 3000, DELTA),
                                source.packet(6, 6000, IDR)))
                .containsExactly("5 " + DELTA, "6 " + SETS, "7 " + IDR, "4 " + DELTA, "7 " + IDR);
    }

    @Test
    void whereNewSetsMayHaveBeenLostNoneAreInserted() {
        complete(source.packet(1, 0, SPS), source.packet(2, 0, PPS), source.packet(3, 0, IDR));

        assertThat(complete(source.packet(5, 3000, PPS), source.packet(6, 3000, IDR)))
                .containsExactly("5 " + PPS, "6 " + IDR);
        assertThat(complete(source.packet(9, 6000, IDR))).containsExactly("9 " + IDR);
        assertThat(complete(source.packet(10, 9000, IDR)))
                .containsExactly("10 " + SETS, "11 " + IDR);
    }

    @Test
    void theMarkerStaysWithTheKeyFrame() {
        complete(source.packet(1, 0, SPS), source.packet(2, 0, PPS), source.packet(3, 0, IDR));

        try (Burst burst = burst(source.packet(4, 3000, IDR));
                MediaBurst read = reader.read(burst);
                MediaBurst completed = inserter.complete(read)) {
            assertThat(completed.get(0).rtp().header().marker()).isFalse();
            assertThat(completed.get(0).descriptor().startsKeyFrame()).isTrue();
            assertThat(completed.get(0).rtp().timestamp()).isEqualTo(3000);
            assertThat(completed.get(1).rtp().header().marker()).isTrue();
        }
    }

    /// Loss, late packets and duplicates: each number is given to one packet only, a packet that
    /// comes again has its number again, and the order stays.
    @ParameterizedTest
    @MethodSource("weir.testkit.Seeds#thousand")
    void givesEachNumberToOnePacket(long seed) {
        Random random = new Random(seed);
        List<RtpPacket> sent = sent(random);
        List<RtpPacket> arriving = disturbed(sent, random);
        Map<Integer, String> given = new HashMap<>();

        for (int at = 0; at < arriving.size(); ) {
            int to = Math.min(arriving.size(), at + 1 + random.nextInt(5));
            RtpPacket[] burst =
                    arriving.subList(at, to).stream()
                            .map(RtpPacket::share)
                            .toArray(RtpPacket[]::new);
            for (String packet : complete(burst)) {
                int space = packet.indexOf(' ');
                int number = Integer.parseInt(packet.substring(0, space));
                String payload = packet.substring(space + 1);
                assertThat(given.getOrDefault(number, payload)).isEqualTo(payload);
                given.put(number, payload);
            }
            at = to;
        }

        assertThat(given.values().stream().filter(payload -> !payload.equals(SETS)).toList())
                .doesNotHaveDuplicates();
        sent.forEach(RtpPacket::close);
    }

    /// Each has a payload of its own.
    private List<RtpPacket> sent(Random random) {
        List<RtpPacket> sent = new ArrayList<>();
        int sequence = random.nextInt(1 << 16);
        sent.add(source.packet(sequence, 0, SPS));
        sent.add(source.packet(sequence + 1 & 0xffff, 0, PPS));
        for (int i = 2; i < 600; i++) {
            String begin = random.nextInt(6) == 0 ? IDR : DELTA;
            String payload = begin + HexFormat.of().toHexDigits(i);
            sent.add(source.packet(sequence + i & 0xffff, 3000 * i, payload));
        }
        return sent;
    }

    private static List<RtpPacket> disturbed(List<RtpPacket> sent, Random random) {
        List<RtpPacket> arriving = new ArrayList<>(sent);
        for (int i = 10; i < arriving.size() - 10; i++) {
            switch (random.nextInt(20)) {
                case 0 -> arriving.remove(i);
                case 1 -> arriving.add(i + random.nextInt(10), arriving.get(i));
                case 2 -> Collections.swap(arriving, i, i + random.nextInt(10));
                default -> {}
            }
        }
        return arriving;
    }

    private static Burst burst(RtpPacket... packets) {
        Burst burst = new Burst();
        for (RtpPacket packet : packets) {
            try (packet) {
                burst.add(packet);
            }
        }
        return burst;
    }

    /// @return number and payload of each packet
    private List<String> complete(RtpPacket... packets) {
        List<String> completed = new ArrayList<>();
        try (Burst burst = burst(packets);
                MediaBurst read = reader.read(burst);
                MediaBurst result = inserter.complete(read)) {
            for (int i = 0; i < result.size(); i++) {
                RtpPacket rtp = result.get(i).rtp();
                byte[] payload = new byte[rtp.payloadLength()];
                rtp.bytes().getBytes(rtp.payloadIndex(), payload);
                assertThat(rtp.bytes().getUnsignedShort(rtp.bytes().readerIndex() + 2))
                        .isEqualTo(rtp.sequenceNumber());
                completed.add(rtp.sequenceNumber() + " " + HexFormat.of().formatHex(payload));
            }
        }
        return completed;
    }
}
