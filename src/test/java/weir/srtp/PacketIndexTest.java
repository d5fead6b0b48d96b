package weir.srtp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PacketIndexTest {
    @Test
    void theFirstPacketHasRollover0() {
        assertThat(PacketIndex.estimate(-1, 0)).isEqualTo(0);
        assertThat(PacketIndex.estimate(-1, 65535)).isEqualTo(65535);
    }

    @Test
    void takesTheNumberNearestToTheHighest() {
        assertThat(PacketIndex.estimate(65535, 0)).isEqualTo(65536);
        assertThat(PacketIndex.estimate(65530, 20_000)).isEqualTo(85_536);
        assertThat(PacketIndex.estimate(65536, 65535)).isEqualTo(65535);
        assertThat(PacketIndex.estimate(65536 + 20_000, 65530)).isEqualTo(65530);
        assertThat(PacketIndex.estimate(65536 + 5, 5)).isEqualTo(65536 + 5);
    }

    /// RFC 3711 §3.3.1 compares with 2^15 itself, so that the number stays in its roll-over.
    @Test
    void exactlyHalfWayStaysInTheRollover() {
        assertThat(PacketIndex.estimate(0x1_0100, 0x8100)).isEqualTo(0x1_8100);
        assertThat(PacketIndex.estimate(0x1_0100, 0x8101)).isEqualTo(0x0_8101);
        assertThat(PacketIndex.estimate(0x1_8100, 0x0100)).isEqualTo(0x1_0100);
        assertThat(PacketIndex.estimate(0x1_8100, 0x00ff)).isEqualTo(0x2_00ff);
    }

    @Test
    void isNegativeBeforeRollover0() {
        assertThat(PacketIndex.estimate(3, 65535)).isEqualTo(-1);
    }

    @Test
    void reachesThe48thBit() {
        assertThat(PacketIndex.estimate(PacketIndex.MAX, 65535)).isEqualTo(PacketIndex.MAX);
        assertThat(PacketIndex.estimate(PacketIndex.MAX - 65535, 65535))
                .isEqualTo(PacketIndex.MAX - 65536);
    }
}
