package weir.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import weir.rtp.RtpPacket;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Function;

class RetransmissionBufferTest {
    private final List<RtpPacket> packets = new ArrayList<>();
    private RetransmissionBuffer<RtpPacket> buffer = buffer(8, Long.MAX_VALUE);

    @AfterEach
    void leavesNoShareBehind() {
        buffer.close();
        assertThat(buffer.bytes()).isZero();
        assertThat(packets).allMatch(packet -> packet.bytes().refCnt() == 1);
    }

    @Test
    void findsWhatWasPutIn() {
        RtpPacket packet = put(10);

        assertThat(buffer.find(10)).containsSame(packet);
        assertThat(packet.bytes().refCnt()).isEqualTo(2);
        assertThat(buffer.find(11)).isEmpty();
        assertThat(buffer.find(18)).isEmpty();
    }

    @Test
    void findsNothingBeforeTheFirstPacket() {
        assertThat(buffer.find(0)).isEmpty();
    }

    @Test
    void holdsAsManyOfTheNewestAsItsCapacity() {
        RtpPacket first = put(10);
        putAll(11, 17);
        assertThat(buffer.find(10)).isPresent();

        put(18);

        assertThat(buffer.find(10)).isEmpty();
        assertThat(first.bytes().refCnt()).isEqualTo(1);
        assertThat(buffer.find(11)).isPresent();
    }

    @Test
    void findsAcrossTheWrap() {
        putAll(65533, 65535);
        putAll(0, 2);

        assertThat(buffer.find(65533)).isPresent();
        assertThat(buffer.find(0)).isPresent();
        assertThat(buffer.find(2)).isPresent();
    }

    @Test
    void takesALatePacketWithinTheWindowAndNoOlderOne() {
        put(20);
        put(13);
        put(12);

        assertThat(buffer.find(13)).isPresent();
        assertThat(buffer.find(12)).isEmpty();
    }

    @Test
    void closesWhatAJumpLeavesBehind() {
        RtpPacket first = put(10);

        put(10_000);

        assertThat(first.bytes().refCnt()).isEqualTo(1);
        assertThat(buffer.find(10)).isEmpty();
        assertThat(buffer.find(10_000)).isPresent();
    }

    @Test
    void doesNotFindAPacketOfAnEarlierRound() {
        put(5);
        put(30_000);
        put(60_000);
        put(6);

        assertThat(buffer.find(5)).isEmpty();
        assertThat(buffer.find(6)).isPresent();
    }

    @Test
    void keepsTheFirstOfTwoWithOneNumber() {
        RtpPacket first = put(10);
        put(10);

        assertThat(buffer.find(10)).containsSame(first);
    }

    @Test
    void closesTheOldestAboveTheBytesAllowed() {
        buffer = buffer(8, 300);
        putAll(10, 12);
        assertThat(buffer.bytes()).isEqualTo(300);
        assertThat(buffer.find(10)).isPresent();

        put(13);

        assertThat(buffer.bytes()).isEqualTo(300);
        assertThat(buffer.find(10)).isEmpty();
        assertThat(buffer.find(11)).isPresent();
        assertThat(buffer.find(13)).isPresent();
    }

    @Test
    void holdsNoPacketThatAloneHasMoreBytesThanAllowed() {
        buffer = buffer(8, 99);

        put(10);

        assertThat(buffer.find(10)).isEmpty();
        assertThat(buffer.bytes()).isZero();
    }

    @Test
    void hasACapacityThatIsAPowerOfTwoAndNoNegativeLimit() {
        assertThatThrownBy(() -> buffer(8, -1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> buffer(0, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> buffer(12, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> buffer(65_536, 1)).isInstanceOf(IllegalArgumentException.class);
    }

    /// Whatever is put in, what is found has the number asked for and is no older than the window.
    @ParameterizedTest
    @MethodSource("weir.testkit.Seeds#thousand")
    void findsNothingElseThanWhatWasAskedFor(long seed) {
        Random random = new Random(seed);
        buffer = buffer(8, random.nextBoolean() ? Long.MAX_VALUE : 450);
        long at = random.nextInt(0x10000);
        long highest = at;
        put((int) at);
        for (int step = 0; step < 100; step++) {
            at = highest + (random.nextInt(10) == 0 ? random.nextInt(9000) : random.nextInt(-9, 4));
            highest = Math.max(highest, at);
            put((int) (at & 0xffff));
            for (long number = highest - 20; number <= highest; number++) {
                int wanted = (int) (number & 0xffff);
                boolean old = number <= highest - 8;
                assertThat(buffer.find(wanted))
                        .matches(found -> found.isEmpty() || !old)
                        .matches(
                                found -> found.isEmpty() || found.get().sequenceNumber() == wanted);
            }
        }
    }

    private RtpPacket put(int sequenceNumber) {
        RtpPacket packet = Packets.packet(sequenceNumber, 88);
        packets.add(packet);
        buffer.put(packet);
        return packet;
    }

    private void putAll(int first, int last) {
        for (int number = first; number <= last; number++) {
            put(number);
        }
    }

    private static RetransmissionBuffer<RtpPacket> buffer(int capacity, long bytesMax) {
        return new RetransmissionBuffer<>(capacity, bytesMax, Function.identity());
    }
}
