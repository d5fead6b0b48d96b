package weir.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

import org.junit.jupiter.api.Test;

import weir.codec.DependencyDescriptor;
import weir.codec.PayloadReader;
import weir.forward.MediaPacket;
import weir.rtp.MediaKind;
import weir.rtp.PayloadFormat;
import weir.rtp.RtpHeader;
import weir.rtp.RtpPacket;

import java.util.Set;

class EncodingMeterTest {
    private static final int SSRC = 7;
    private static final long MILLI = 1_000_000;
    private static final PayloadFormat VP8 =
            new PayloadFormat(96, MediaKind.VIDEO, "VP8", 90_000, 1, "", Set.of());

    private final EncodingMeter meter = new EncodingMeter(SSRC, VP8);
    private int sequence;

    @Test
    void tellsOfAnotherSizeOnce() throws Exception {
        assertThat(keyFrame(640, 0)).isTrue();
        assertThat(keyFrame(640, 1000)).isFalse();
        assertThat(keyFrame(320, 2000)).isTrue();
    }

    @Test
    void aSizeThatChangesWithEachPacketIsToldTenTimesASecond() throws Exception {
        int told = 0;
        for (int i = 0; i < 1000; i++) {
            told += keyFrame(16 + i, i) ? 1 : 0;
        }

        assertThat(told).isEqualTo(10);
        assertThat(meter.facts().width()).isEqualTo(16 + 999);
    }

    /// With the next packet, whatever that is.
    @Test
    void whatChangedTooSoonIsToldLater() throws Exception {
        keyFrame(640, 0);

        assertThat(keyFrame(320, 50)).isFalse();
        assertThat(frame(99)).isFalse();
        assertThat(frame(100)).isTrue();
        assertThat(frame(300)).isFalse();
    }

    private boolean keyFrame(int width, int millis) throws Exception {
        // RFC 6386 §9.1 behind a descriptor of one byte (RFC 7741 §4.2).
        ByteBuf payload =
                Unpooled.buffer()
                        .writeBytes(new byte[] {0x10, 0x50, 1, 0, (byte) 0x9d, 1, 0x2a})
                        .writeShortLE(width)
                        .writeShortLE(360)
                        .writeShort(0);
        return packet(payload, millis);
    }

    private boolean frame(int millis) throws Exception {
        return packet(Unpooled.wrappedBuffer(new byte[] {0x10, 0x51, 1, 0, 0, 0}), millis);
    }

    private boolean packet(ByteBuf payload, int millis) throws Exception {
        int number = ++sequence;
        ByteBuf bytes =
                Unpooled.buffer()
                        .writeShort(0x8060)
                        .writeShort(number)
                        .writeInt(3000 * number)
                        .writeInt(SSRC)
                        .writeBytes(payload);
        RtpPacket rtp = RtpPacket.of(bytes, RtpHeader.read(bytes), VP8, millis * MILLI);
        try (MediaPacket packet =
                new MediaPacket(
                        rtp,
                        PayloadReader.of("VP8")
                                .read(bytes, rtp.payloadIndex(), rtp.payloadLength()),
                        DependencyDescriptor.UNKNOWN)) {
            return meter.onPacket(packet, millis * MILLI);
        }
    }
}
