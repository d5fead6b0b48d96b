package weir.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import weir.rtp.ExtensionElement;
import weir.rtp.MediaKind;
import weir.rtp.PayloadFormat;
import weir.rtp.RtpHeader;
import weir.rtp.RtpPacket;

import java.util.HexFormat;
import java.util.List;
import java.util.Set;

class RetransmissionWriterTest {
    private static final int SSRC = 0x0a;

    private final RetransmissionWriter writer =
            new RetransmissionWriter(
                    SSRC,
                    List.of(
                            format(96, "VP8", ""),
                            format(97, "rtx", "apt=96"),
                            format(98, "H264", ""),
                            format(99, "rtx", "apt=98"),
                            format(45, "AV1", "")),
                    5);

    @Test
    void writesTheOriginalNumberBeforeThePayloadUnderItsOwnTypeNumberAndSource() {
        assertThat(written("80 60 ffff 00000bb8 00000009 c0ffee"))
                .isEqualTo("8061000500000bb80000000a" + "ffff" + "c0ffee");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "80 60 0007 00000bb8 00000009 c0ffee",
                "80 e0 0007 00000bb8 00000009 c0ffee",
                "80 60 0007 00000bb8 00000009",
                "90 e0 0007 00000bb8 00000009 bede0001 30 0001 00 c0ffee",
                "91 e0 ffff 00000bb8 00000009 000000cc 10000002 1e 04 00010203 0000 c0ffee"
            })
    void writesWhatTheReaderMakesTheOriginalOf(String original) {
        RtpPacket retransmission = Packets.packet(bytes(written(original)));

        ByteBuf rebuilt =
                RetransmissionReader.rebuild(
                                retransmission, 96, 9, new UnpooledByteBufAllocator(false))
                        .orElseThrow();

        assertThat(ByteBufUtil.hexDump(rebuilt)).isEqualTo(original.replace(" ", ""));
        assertThat(retransmission.ssrc()).isEqualTo(SSRC);
    }

    @Test
    void keepsTheMarker() {
        assertThat(written("80 e0 0007 00000bb8 00000009 c0ffee")).startsWith("80e1");
        assertThat(written("80 60 0007 00000bb8 00000009 c0ffee")).startsWith("8061");
    }

    @Test
    void givesEachFormatItsOwn() {
        assertThat(written("80 60 0007 00000bb8 00000009 c0ffee")).startsWith("8061");
        assertThat(written("80 62 0007 00000bb8 00000009 c0ffee")).startsWith("8063");
    }

    @Test
    void leavesAPacketWithoutAFormatForItAsItIs() {
        String original = "802d000700000bb800000009c0ffee";

        assertThat(written(original)).isEqualTo(original);
        assertThat(writer.repeats(45)).isFalse();
        assertThat(writer.repeats(98)).isTrue();
    }

    @Test
    void numbersRetransmissionsAndPaddingInOneSequenceAcrossTheWrap() throws Exception {
        RetransmissionWriter late =
                new RetransmissionWriter(SSRC, List.of(format(97, "rtx", "apt=96")), 0xfffe);
        for (int expected : new int[] {0xfffe, 0xffff, 0, 1}) {
            ByteBuf buffer = Unpooled.buffer();
            int start = 0;
            if (expected % 2 == 0) {
                late.writePadding(buffer, 3);
            } else {
                buffer.writeZero(2).writeBytes(bytes("8060000700000bb800000009c0ffee"));
                start = late.write(buffer, 2);
            }
            RtpHeader header = RtpHeader.read(buffer.readerIndex(start));
            assertThat(header.sequenceNumber()).isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 14, 15, 255})
    void padsByAPacketWithoutPayloadThatHasRoomForItsNumber(int sequenceId) throws Exception {
        ByteBuf buffer = Unpooled.buffer();

        writer.writePadding(buffer, sequenceId);
        RtpHeader header = RtpHeader.read(buffer);
        RtpPacket padding = RtpPacket.of(buffer, header, format(97, "rtx", "apt=96"), 0);

        assertThat(header.ssrc()).isEqualTo(SSRC);
        assertThat(header.payloadType()).isEqualTo(97);
        assertThat(header.marker()).isFalse();
        assertThat(padding.payloadLength()).isZero();
        assertThat(buffer.readableBytes()).isEqualTo(12 + 8 + 255);
        assertThat(ExtensionElement.length(padding.extension(sequenceId))).isEqualTo(2);
        assertThat(padding.extensionUnsignedShort(sequenceId)).isZero();
        assertThat(RetransmissionReader.originalSequenceNumber(padding)).isEmpty();
    }

    @Test
    void cannotPadWithoutAFormatForIt() {
        assertThat(writer.canPad()).isTrue();
        assertThat(new RetransmissionWriter(SSRC, List.of(format(96, "VP8", "")), 5).canPad())
                .isFalse();
        assertThat(new RetransmissionWriter(SSRC, List.of(format(97, "rtx", "")), 5).canPad())
                .isFalse();
    }

    private String written(String original) {
        ByteBuf buffer = Unpooled.buffer().writeByte(0xee).writeZero(2).writeBytes(bytes(original));
        int start = writer.write(buffer, 3);
        assertThat(buffer.getUnsignedByte(0)).isEqualTo((short) 0xee);
        return ByteBufUtil.hexDump(buffer, start, buffer.writerIndex() - start);
    }

    private static ByteBuf bytes(String hex) {
        return Unpooled.copiedBuffer(HexFormat.of().parseHex(hex.replace(" ", "")));
    }

    private static PayloadFormat format(int payloadType, String encoding, String parameters) {
        return new PayloadFormat(
                payloadType, MediaKind.VIDEO, encoding, 90_000, 1, parameters, Set.of());
    }
}
