package weir.rtcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import weir.wire.MalformedPacketException;

import java.util.HexFormat;
import java.util.List;

class CompoundReaderTest {
    private static final String PLI = "81ce0002 00000001 00000002 ";
    private static final RtcpPacket PLI_READ = new PictureLossIndication(1, 2);

    /// Each of them costs 24 bytes, and whoever hears it work for 8192 packets.
    @Test
    void readsNoMoreTransportFeedbackThanOneDatagramHasUseFor() throws Exception {
        String feedback = "8fcd0005 00000001 00000002 00002000 00000000 1fff0001 ";

        assertThat(read(PLI + feedback)).hasSize(2);
        assertThat(
                        catchThrowableOfType(
                                        MalformedPacketException.class,
                                        () -> read(feedback + PLI + feedback))
                                .rule())
                .hasToString("RTCP_TRANSPORT_FEEDBACK_COUNT");
    }

    @Test
    void readsASenderReportWithOneBlock() throws Exception {
        assertThat(
                        read(
                                """
                                81c8000c 00000001 b44db705 20000000 000f4240 ffffffff 80000000
                                00000002 40ffffff 0001fffe 00000384 b7052000 00054000
                                """))
                .containsExactly(
                        new SenderReport(
                                1,
                                0xb44db705_20000000L,
                                1_000_000,
                                0xffff_ffffL,
                                0x8000_0000L,
                                List.of(
                                        new ReportBlock(
                                                2, 64, -1, 0x1fffe, 900, 0xb7052000, 0x54000))));
    }

    @Test
    void readsAReceiverReportAndLeavesOutTheProfilesExtension() throws Exception {
        assertThat(read("80c90002 00000007 deadbeef"))
                .containsExactly(new ReceiverReport(7, List.of()));
    }

    @Test
    void readsTheCnamesOfADescriptionAndPassesOverOtherItems() throws Exception {
        assertThat(
                        read(
                                """
                                82ca0006 00000007 06026162 01036361 74000000
                                00000008 01016400
                                """))
                .containsExactly(
                        new SourceDescription(
                                List.of(
                                        new SourceDescription.Chunk(7, "cat"),
                                        new SourceDescription.Chunk(8, "d"))));
    }

    @Test
    void readsWhichEncodingASourceSendsOrRepairs() throws Exception {
        assertThat(read("81ca0005 00000007 0101630c 02686a0d 01780f01 31000000"))
                .containsExactly(
                        new SourceDescription(
                                List.of(new SourceDescription.Chunk(7, "c", "1", "hj", "x"))));
    }

    @Test
    void readsAChunkWithoutItemsAsOneWithoutACname() throws Exception {
        assertThat(read("81ca0002 00000007 00000000"))
                .containsExactly(
                        new SourceDescription(List.of(new SourceDescription.Chunk(7, ""))));
    }

    @Test
    void readsTheSourcesOfAByeAndLeavesOutItsReason() throws Exception {
        assertThat(read("82cb0003 00000007 80000000 03627965"))
                .containsExactly(new Bye(List.of(7, 0x8000_0000)));
    }

    @Test
    void readsPausesAndPassesOverWhatIsOfTypesItDoesNotKnow() throws Exception {
        assertThat(
                        read(
                                """
                                89cd000c 00000001 00000000
                                00000002 00000003
                                00000004 4f01ffff deadbeef
                                00000005 1000ffff
                                00000006 2f010003 00012345
                                """))
                .containsExactly(
                        new PauseMessage(
                                1,
                                List.of(
                                        new PauseMessage.Entry(2, PauseMessage.Type.PAUSE, 3),
                                        new PauseMessage.Entry(5, PauseMessage.Type.RESUME, 0xffff),
                                        new PauseMessage.Entry(6, PauseMessage.Type.PAUSED, 3))));
    }

    @Test
    void readsTheMaskOfANackAcrossTheWrap() throws Exception {
        assertThat(read("81cd0004 00000001 00000002 fffe8003 00640000"))
                .containsExactly(new GenericNack(1, 2, List.of(65534, 65535, 0, 14, 100)));
    }

    @Test
    void readsAFullIntraRequest() throws Exception {
        assertThat(read("84ce0006 00000001 00000000 00000002 ff000000 00000003 00000000"))
                .containsExactly(
                        new FullIntraRequest(
                                1,
                                List.of(
                                        new FullIntraRequest.Entry(2, 255),
                                        new FullIntraRequest.Entry(3, 0))));
    }

    @Test
    void readsAMaximumBitrateOfExponentAndMantissa() throws Exception {
        // 2 SSRCs, exponent 3, mantissa 0x20001.
        assertThat(read("8fce0006 00000001 00000000 52454d42 020e0001 00000002 00000003"))
                .containsExactly(
                        new ReceiverEstimatedMaximumBitrate(1, 0x20001L << 3, List.of(2, 3)));
    }

    @Test
    void readsAMaximumBitrateBeyond63BitsAsTheGreatest() throws Exception {
        assertThat(read("8fce0004 00000001 00000000 52454d42 00ffffff"))
                .containsExactly(new ReceiverEstimatedMaximumBitrate(1, Long.MAX_VALUE, List.of()));
        assertThat(read("8fce0004 00000001 00000000 52454d42 00fc0000"))
                .containsExactly(new ReceiverEstimatedMaximumBitrate(1, 0, List.of()));
    }

    @Test
    void readsWhatItDoesNotKnowAsUnknown() throws Exception {
        String extendedReport = "80cf0001 00000009 ";
        String otherApplicationFeedback = "8fce0003 00000009 00000000 41424344 ";
        String otherTransportFeedback = "83cd0002 00000009 00000001 ";
        String withoutSsrc = "80d00000";

        assertThat(
                        read(
                                extendedReport
                                        + otherApplicationFeedback
                                        + otherTransportFeedback
                                        + withoutSsrc))
                .containsExactly(
                        new Unknown(207, 0, 9, 4),
                        new Unknown(206, 15, 9, 12),
                        new Unknown(205, 3, 9, 8),
                        new Unknown(208, 0, 0, 0));
    }

    @Test
    void readsACompoundOfReducedSize() throws Exception {
        assertThat(read(PLI)).containsExactly(PLI_READ);
        assertThat(read(PLI + PLI)).containsExactly(PLI_READ, PLI_READ);
    }

    @Test
    void leavesPaddingOutOfTheLastPacket() throws Exception {
        assertThat(read(PLI + "a1ce0003 00000001 00000002 00000004"))
                .containsExactly(PLI_READ, PLI_READ);
    }

    @Test
    void readsFromTheReaderIndexAndMovesNothing() throws Exception {
        ByteBuf bytes = bytes("ffffff" + PLI).skipBytes(3);

        assertThat(CompoundReader.read(bytes)).containsExactly(PLI_READ);
        assertThat(bytes.readerIndex()).isEqualTo(3);
        assertThat(bytes.readableBytes()).isEqualTo(12);
        assertThat(bytes.refCnt()).isEqualTo(1);
    }

    @Test
    void readsAsManyPacketsAsACompoundMayHave() throws Exception {
        assertThat(read(PLI.repeat(63))).hasSize(63);
        assertThat(read(PLI.repeat(64))).hasSize(64);
        assertThat(ruleBrokenBy(PLI.repeat(65))).isEqualTo(RtcpRule.RTCP_PACKETS_TOO_MANY);
    }

    @ParameterizedTest
    @CsvSource({
        "'', RTCP_HEADER_TRUNCATED",
        "80c900, RTCP_HEADER_TRUNCATED",
        "81ce0002 00000001 00000002 80c900, RTCP_HEADER_TRUNCATED",
        "89cd0002 00000001 00000000, RTCP_PAUSE_TRUNCATED",
        "89cd0003 00000001 00000000 00000002, RTCP_PAUSE_TRUNCATED",
        "89cd0004 00000001 00000000 00000002 00010003, RTCP_PAUSE_TRUNCATED",
        "40c90001 00000001, RTCP_VERSION_NOT_2",
        "c0c90001 00000001, RTCP_VERSION_NOT_2",
        "80c90002 00000001, RTCP_LENGTH_BEYOND_DATAGRAM",
        "80c9ffff 00000001, RTCP_LENGTH_BEYOND_DATAGRAM",
        "a1ce0003 00000001 00000002 00000004 80c90001 00000001, RTCP_PADDING_BEFORE_LAST",
        "a0c90000, RTCP_PADDING_INVALID",
        "a0c90002 00000001 00000000, RTCP_PADDING_INVALID",
        "a0c90002 00000001 00000009, RTCP_PADDING_INVALID",
        "a0c90002 00000001 00000008, RTCP_REPORT_TRUNCATED",
        "80c90000, RTCP_REPORT_TRUNCATED",
        "81c90001 00000001, RTCP_REPORT_TRUNCATED",
        "80c80005 00000001 00000000 00000000 00000000 00000000, RTCP_REPORT_TRUNCATED",
        "81ca0000, RTCP_DESCRIPTION_TRUNCATED",
        "81ca0001 00000001, RTCP_DESCRIPTION_TRUNCATED",
        "81ca0002 00000001 01036162, RTCP_DESCRIPTION_TRUNCATED",
        "81ca0002 00000001 01016101, RTCP_DESCRIPTION_TRUNCATED",
        "82ca0002 00000001 01016100, RTCP_DESCRIPTION_TRUNCATED",
        "82cb0001 00000001, RTCP_BYE_TRUNCATED",
        "81cd0001 00000001, RTCP_FEEDBACK_TRUNCATED",
        "81ce0001 00000001, RTCP_FEEDBACK_TRUNCATED",
        "81cd0002 00000001 00000002, RTCP_NACK_LENGTH",
        "a1cd0003 00000001 00000002 00000001, RTCP_NACK_LENGTH",
        "84ce0002 00000001 00000000, RTCP_FIR_LENGTH",
        "84ce0003 00000001 00000000 00000002, RTCP_FIR_LENGTH",
        "8fce0004 00000001 00000000 52454d42 01000000, RTCP_REMB_TRUNCATED",
    })
    void refusesWhatBreaksARule(String hex, String rule) {
        assertThat(ruleBrokenBy(hex)).hasToString(rule);
    }

    private static List<RtcpPacket> read(String hex) throws MalformedPacketException {
        return CompoundReader.read(bytes(hex));
    }

    private static MalformedPacketException.Rule ruleBrokenBy(String hex) {
        return catchThrowableOfType(MalformedPacketException.class, () -> read(hex)).rule();
    }

    private static ByteBuf bytes(String hex) {
        return Unpooled.wrappedBuffer(HexFormat.of().parseHex(hex.replaceAll("\\s", "")));
    }
}
