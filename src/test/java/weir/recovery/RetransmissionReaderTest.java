package weir.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;

import org.junit.jupiter.api.Test;

import weir.rtp.RtpPacket;

import java.util.HexFormat;

class RetransmissionReaderTest {
    private static final ByteBufAllocator HEAP = new UnpooledByteBufAllocator(false);

    @Test
    void rebuildsTheOriginalWithItsOwnTypeNumberAndSource() {
        RtpPacket rtx = packet("80e10005 00000bb8 0000000a ffff c0ffee");

        assertThat(RetransmissionReader.originalSequenceNumber(rtx)).hasValue(65535);
        assertThat(rebuilt(rtx)).isEqualTo("80e0ffff00000bb800000009" + "c0ffee");
        assertThat(rtx.bytes().refCnt()).isEqualTo(1);
    }

    @Test
    void keepsContributingSourcesAndHeaderExtensions() {
        String extension = "bede0001 10610000 ";
        RtpPacket rtx = packet("91610005 00000bb8 0000000a 000000cc " + extension + "0007 c0ffee");

        assertThat(rebuilt(rtx))
                .isEqualTo("9160000700000bb800000009" + "000000cc" + "bede000110610000" + "c0ffee");
    }

    @Test
    void leavesPaddingAndItsBitOut() {
        RtpPacket rtx = packet("a0610005 00000bb8 0000000a 0007 c0ff 000003");

        assertThat(rebuilt(rtx)).isEqualTo("8060000700000bb800000009" + "c0ff");
    }

    @Test
    void rebuildsAnOriginalWithoutPayload() {
        assertThat(rebuilt(packet("80610005 00000bb8 0000000a 0007")))
                .isEqualTo("8060000700000bb800000009");
    }

    @Test
    void findsNothingInPaddingAndInOneByte() {
        for (String hex :
                new String[] {
                    "a0610005 00000bb8 0000000a 000003",
                    "80610005 00000bb8 0000000a",
                    "80610005 00000bb8 0000000a 00"
                }) {
            RtpPacket rtx = packet(hex);

            assertThat(RetransmissionReader.originalSequenceNumber(rtx)).isEmpty();
            assertThat(RetransmissionReader.rebuild(rtx, 96, 9, HEAP)).isEmpty();
        }
    }

    private static String rebuilt(RtpPacket rtx) {
        ByteBuf original = RetransmissionReader.rebuild(rtx, 96, 9, HEAP).orElseThrow();
        return ByteBufUtil.hexDump(original);
    }

    private static RtpPacket packet(String hex) {
        ByteBuf bytes = Unpooled.buffer().writeByte(0xff).skipBytes(1);
        return Packets.packet(bytes.writeBytes(HexFormat.of().parseHex(hex.replace(" ", ""))));
    }
}
