package weir.congestion;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SentPacketsTest {
    private final SentPackets sent = new SentPackets(256);

    @Test
    void givesAllPacketsOfAFlushItsTime() {
        sent.onSealed(7, 1200, SentPackets.NO_CLUSTER);
        sent.onSealed(8, 300, 5);
        assertThat(sent.find(7)).isEqualTo(SentPackets.UNKNOWN);

        sent.onFlushed(40);
        sent.onSealed(9, 100, SentPackets.NO_CLUSTER);
        sent.onFlushed(50);

        assertThat(sent.sentNanos(sent.find(7))).isEqualTo(40);
        assertThat(sent.sentNanos(sent.find(8))).isEqualTo(40);
        assertThat(sent.sentNanos(sent.find(9))).isEqualTo(50);
        assertThat(sent.bytes(sent.find(8))).isEqualTo(300);
        assertThat(sent.cluster(sent.find(8))).isEqualTo(5);
        assertThat(sent.cluster(sent.find(7))).isEqualTo(SentPackets.NO_CLUSTER);
    }

    @Test
    void findsPacketsAcrossTheWrap() {
        for (int i = 0; i < 20; i++) {
            send(65526 + i & 0xffff, i);
        }

        assertThat(sent.sentNanos(sent.find(65535))).isEqualTo(9);
        assertThat(sent.sentNanos(sent.find(0))).isEqualTo(10);
        assertThat(sent.sentNanos(sent.find(9))).isEqualTo(19);
        assertThat(sent.find(10)).isEqualTo(SentPackets.UNKNOWN);
        assertThat(sent.find(65525)).isEqualTo(SentPackets.UNKNOWN);
    }

    @Test
    void forgetsWhatIsOlderThanItsWindow() {
        for (int i = 0; i < 257; i++) {
            send(i, i);
        }

        assertThat(sent.find(0)).isEqualTo(SentPackets.UNKNOWN);
        assertThat(sent.sentNanos(sent.find(1))).isEqualTo(1);
    }

    @Test
    void remembersMoreUpToItsLimitWhileFeedbackIsAwaited() {
        SentPackets large = new SentPackets(1024);
        for (int i = 0; i < 1025; i++) {
            large.onSealed(65000 + i & 0xffff, i, i % 100);
            if (i % 2 == 0) {
                large.onFlushed(i);
            }
        }

        assertThat(large.find(65000)).isEqualTo(SentPackets.UNKNOWN);
        for (int i = 1; i < 1025; i++) {
            int slot = large.find(65000 + i & 0xffff);
            assertThat(large.bytes(slot)).isEqualTo(i);
            assertThat(large.cluster(slot)).isEqualTo(i % 100);
            assertThat(large.sentNanos(slot)).isEqualTo(i + i % 2);
        }
    }

    @Test
    void remembersNoMoreWhereFeedbackCameOrStaysAway() {
        SentPackets large = new SentPackets(1024);
        for (int i = 0; i < 300; i++) {
            large.onSealed(i, 100, SentPackets.NO_CLUSTER);
            large.onFlushed(i);
            large.arrive(large.find(i));
        }
        assertThat(large.find(44)).isNotEqualTo(SentPackets.UNKNOWN);
        assertThat(large.find(43)).isEqualTo(SentPackets.UNKNOWN);

        for (int i = 300; i < 600; i++) {
            large.onSealed(i, 100, SentPackets.NO_CLUSTER);
            large.onFlushed(10_000_000L * i);
        }
        assertThat(large.find(343)).isEqualTo(SentPackets.UNKNOWN);
    }

    @Test
    void knowsNothingOfNumbersThatWereSkipped() {
        send(3, 1);
        send(6, 2);
        send(2006, 3);

        assertThat(sent.find(6)).isEqualTo(SentPackets.UNKNOWN);
        assertThat(sent.find(2005)).isEqualTo(SentPackets.UNKNOWN);
        assertThat(sent.sentNanos(sent.find(2006))).isEqualTo(3);
    }

    @Test
    void knowsNothingBeforeTheFirstPacket() {
        assertThat(sent.find(0)).isEqualTo(SentPackets.UNKNOWN);
    }

    @Test
    void tellsNewsOnceAndLetsALostPacketArriveAfterAll() {
        send(1, 1);
        int slot = sent.find(1);

        assertThat(sent.lose(slot)).isTrue();
        assertThat(sent.lose(slot)).isFalse();
        assertThat(sent.isThoughtLost(slot)).isTrue();
        assertThat(sent.arrive(slot)).isTrue();
        assertThat(sent.arrive(slot)).isFalse();
        assertThat(sent.lose(slot)).isFalse();
    }

    @Test
    void countsNoMoreBytesThanADatagramHas() {
        sent.onSealed(1, 70_000, SentPackets.CLUSTER_MAX);
        sent.onFlushed(1);

        assertThat(sent.bytes(sent.find(1))).isEqualTo(65535);
        assertThat(sent.cluster(sent.find(1))).isEqualTo(SentPackets.CLUSTER_MAX);
    }

    private void send(int sequenceNumber, long nowNanos) {
        sent.onSealed(sequenceNumber, 100, SentPackets.NO_CLUSTER);
        sent.onFlushed(nowNanos);
    }
}
