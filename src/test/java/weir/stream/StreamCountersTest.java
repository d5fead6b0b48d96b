package weir.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

import org.junit.jupiter.api.Test;

import weir.forward.BurstReader;
import weir.forward.MediaBurst;
import weir.rtp.Burst;
import weir.rtp.MediaKind;
import weir.rtp.PayloadFormat;
import weir.rtp.RtpHeader;
import weir.rtp.RtpPacket;
import weir.wire.MalformedPacketException;

import java.util.Set;

class StreamCountersTest {
    private static final PayloadFormat VP8 =
            new PayloadFormat(96, MediaKind.VIDEO, "VP8", 90_000, 1, "", Set.of());

    private final StreamCounters counters = new StreamCounters();

    @Test
    void countsPayloadsThatBreakTheirFormatByTheRule() throws MalformedPacketException {
        // Another byte of the descriptor is announced (X), and there is none.
        try (Burst burst = burst(0x80, 0x80);
                MediaBurst media = new BurstReader().read(burst)) {
            counters.onReceived(media);
        }

        assertThat(counters.payloadsRefused()).hasSize(1).containsValue(2L);
    }

    @Test
    void countsNothingOfABurstThatCanBeRead() throws MalformedPacketException {
        try (Burst burst = burst(0x10);
                MediaBurst media = new BurstReader().read(burst)) {
            counters.onReceived(media);
        }

        assertThat(counters.payloadsRefused()).isEmpty();
    }

    private static Burst burst(int... payloads) throws MalformedPacketException {
        Burst burst = new Burst();
        for (int payload : payloads) {
            ByteBuf bytes = Unpooled.buffer();
            bytes.writeInt(0x8060_0001).writeInt(3000).writeInt(7);
            bytes.writeByte(payload);
            try (RtpPacket packet = RtpPacket.of(bytes, RtpHeader.read(bytes), VP8, 0)) {
                burst.add(packet);
            } finally {
                bytes.release();
            }
        }
        return burst;
    }
}
