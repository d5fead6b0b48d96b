package weir.forward;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import weir.codec.PayloadDescriptor;
import weir.codec.Vp8Descriptor;
import weir.rtp.Burst;
import weir.rtp.RtpPacket;

class MediaBurstTest {
    private final TestSource vp8 = TestSource.video("vp8", 1);
    private final RtpPacket key = vp8.packet(1, 0, "10 00");
    private final RtpPacket truncated = vp8.packet(2, 0, "90 80");
    private final RtpPacket opus = TestSource.audio(48_000, 2).packet(1, 0, "aa");
    private final RtpPacket padding = vp8.padding(3, 0);

    @Test
    void describesEachPacketAndLeavesOutTheMalformed() {
        try (MediaBurst media = media()) {
            assertThat(media.size()).isEqualTo(3);
            assertThat(media.get(0).rtp()).isSameAs(key);
            assertThat(media.get(0).descriptor()).isInstanceOf(Vp8Descriptor.class);
            assertThat(media.get(1).descriptor()).isInstanceOf(PayloadDescriptor.Opaque.class);
            assertThat(media.get(2).descriptor()).isInstanceOf(PayloadDescriptor.Empty.class);
            assertThat(media.refused())
                    .singleElement()
                    .extracting(rule -> rule.name())
                    .isEqualTo("VP8_DESCRIPTOR_TRUNCATED");
        }
    }

    @Test
    void letsThePacketsGoWithItsLastShare() {
        MediaBurst media = media();
        MediaBurst share = media.share();

        media.close();
        assertThat(key.bytes().refCnt()).isEqualTo(1);
        assertThat(truncated.bytes().refCnt()).isEqualTo(1);
        share.close();
        assertThat(key.bytes().refCnt()).isZero();
        assertThat(truncated.bytes().refCnt()).isZero();
    }

    private MediaBurst media() {
        try (Burst burst = new Burst()) {
            for (RtpPacket packet : new RtpPacket[] {key, truncated, opus, padding}) {
                burst.add(packet);
                packet.close();
            }
            return new BurstReader().read(burst);
        }
    }
}
