package weir.congestion;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PacketGroupsTest {
    private final PacketGroups groups = new PacketGroups();

    @Test
    void comparesAGroupWithTheOneBeforeWhenTheNextBegins() {
        assertThat(packet(0, 100)).isFalse();
        assertThat(packet(5, 107)).isFalse();
        assertThat(packet(20, 122)).isFalse();
        assertThat(packet(22, 125)).isFalse();

        assertThat(packet(40, 145)).isTrue();

        assertThat(groups.sendDeltaNanos()).isEqualTo(millis(17));
        assertThat(groups.arrivalDeltaNanos()).isEqualTo(millis(18));
    }

    @Test
    void takesWhatAStalledLinkDeliversInOneGoAsOneGroup() {
        packet(0, 100);
        packet(20, 180);
        packet(40, 181);
        packet(60, 182);

        assertThat(packet(80, 195)).isTrue();

        assertThat(groups.sendDeltaNanos()).isEqualTo(millis(60));
        assertThat(groups.arrivalDeltaNanos()).isEqualTo(millis(82));
    }

    @Test
    void leavesOutWhatBelongsToAGroupThatIsComplete() {
        packet(0, 100);
        packet(20, 120);

        assertThat(packet(1, 130)).isFalse();
        assertThat(packet(40, 140)).isTrue();

        assertThat(groups.arrivalDeltaNanos()).isEqualTo(millis(20));
    }

    @Test
    void beginsAnewWhereTheClockOfTheReceiverJumps() {
        packet(0, 100);
        packet(20, 5000);
        assertThat(packet(40, 5020)).isFalse();

        packet(60, 5040);
        packet(80, 5060);
        assertThat(packet(100, 5080)).isTrue();

        assertThat(groups.arrivalDeltaNanos()).isEqualTo(millis(20));
    }

    @Test
    void beginsAnewWhenGroupsKeepArrivingBeforeTheirPredecessors() {
        packet(0, 1000);
        boolean compared = false;
        for (int i = 1; i < 5; i++) {
            compared |= packet(20 * i, 1000 - 20 * i);
        }
        assertThat(compared).isFalse();

        packet(200, 100);
        packet(220, 120);
        assertThat(packet(240, 140)).isTrue();

        assertThat(groups.arrivalDeltaNanos()).isEqualTo(millis(20));
    }

    private boolean packet(long sentMillis, long arrivalMillis) {
        return groups.onPacket(millis(sentMillis), millis(arrivalMillis), millis(sentMillis + 50));
    }

    private static long millis(long millis) {
        return millis * 1_000_000;
    }
}
