package weir.rtcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import weir.wire.MalformedPacketException;

import java.util.Arrays;
import java.util.HexFormat;

class TransportFeedbackTest {
    private static final int LOST = TransportFeedback.NOT_RECEIVED;

    /// Base 65533, 7 statuses, reference time 0x8f0001, feedback 255.
    private static final String HEAD = "fffd0007 8f0001ff ";

    @Test
    void readsARunOfSmallDeltas() throws Exception {
        assertThat(read(HEAD + "2007 04040404 040404"))
                .isEqualTo(feedback(4, 8, 12, 16, 20, 24, 28));
    }

    @Test
    void readsAVectorOfOneBitSymbols() throws Exception {
        // 1 0 1 1 0 0 1, and ones beyond the count.
        assertThat(read(HEAD + "acff 00ff 0102"))
                .isEqualTo(feedback(0, LOST, 255, 256, LOST, LOST, 258));
    }

    @Test
    void readsAVectorOfTwoBitSymbols() throws Exception {
        // small, lost, large, small, lost, lost, large: 01 00 10 01 00 00 10.
        assertThat(read(HEAD + "d242 01 8000 02 7fff"))
                .isEqualTo(feedback(1, LOST, -32767, -32765, LOST, LOST, 2));
    }

    @Test
    void readsRunsOfLostAndOfLargeOnesThatReachBeyondTheCount() throws Exception {
        assertThat(read(HEAD + "0005 5fff fffe 0100"))
                .isEqualTo(feedback(LOST, LOST, LOST, LOST, LOST, -2, 254));
    }

    @Test
    void numbersItsStatusesAcrossTheWrap() {
        TransportFeedback feedback = feedback(0, 1, 2, LOST);

        assertThat(feedback.statusCount()).isEqualTo(4);
        assertThat(feedback.sequenceNumber(2)).isEqualTo(65535);
        assertThat(feedback.sequenceNumber(3)).isZero();
        assertThat(feedback.isReceived(2)).isTrue();
        assertThat(feedback.isReceived(3)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "fffd0007 8f0001, RTCP_TRANSPORT_FEEDBACK_TRUNCATED",
        "fffd0007 8f0001ff, RTCP_TRANSPORT_FEEDBACK_TRUNCATED",
        "fffd0000 8f0001ff 20010000, RTCP_TRANSPORT_FEEDBACK_COUNT",
        "fffd2001 8f0001ff 1fff0001, RTCP_TRANSPORT_FEEDBACK_COUNT",
        "fffd0003 8f0001ff 20030101, RTCP_TRANSPORT_FEEDBACK_TRUNCATED",
        "fffd0002 8f0001ff 40020101, RTCP_TRANSPORT_FEEDBACK_TRUNCATED",
        "fffd0001 8f0001ff 60010101, RTCP_TRANSPORT_FEEDBACK_SYMBOL",
        "fffd0001 8f0001ff f0000101, RTCP_TRANSPORT_FEEDBACK_SYMBOL",
        "fffd0001 8f0001ff 00000000, RTCP_TRANSPORT_FEEDBACK_TRUNCATED",
    })
    void refusesWhatBreaksARule(String hex, String rule) {
        assertThat(catchThrowableOfType(MalformedPacketException.class, () -> read(hex)).rule())
                .hasToString(rule);
    }

    @Test
    void readsAsManyStatusesAsItMayHave() throws Exception {
        assertThat(read("00002000 000000ff 1fff 0001").statusCount()).isEqualTo(8192);
    }

    @Test
    void writesARunWhereItTakesAsMuchAsAVector() {
        int[] arrivals = new int[14];

        assertThat(written(arrivals)).startsWith("200e" + "00".repeat(14));
    }

    @Test
    void writesAVectorOfOneBitWhereNoDeltaIsLarge() {
        assertThat(written(0, LOST, LOST, 1)).isEqualTo("a400" + "0001");
    }

    @Test
    void writesAVectorOfTwoBitsWhereADeltaIsLarge() {
        assertThat(written(255, LOST, 511, LOST, 510))
                .isEqualTo("d220" + "ff" + "0100" + "ffff" + "00");
    }

    @Test
    void writesLongLossAsRuns() {
        int[] arrivals = new int[8192];
        Arrays.fill(arrivals, LOST);
        arrivals[8191] = 7;

        assertThat(written(arrivals)).isEqualTo("1fff" + "2001" + "07" + "000000");
    }

    @Test
    void padsWithZerosAndWithoutThePaddingBit() {
        ByteBuf out = Unpooled.buffer();
        new CompoundWriter(out).write(feedback(5));

        assertThat(ByteBufUtil.hexDump(out))
                .isEqualTo("8fcd0005" + "0000000100000002" + "fffd00018f0001ff" + "20010500");
    }

    @Test
    void holdsOnlyDeltasThatTheWireCanTell() {
        feedback(-32768, -1, 32766);
        feedback(32767, LOST, 65534);

        assertThatThrownBy(() -> feedback(32768)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> feedback(-32769)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> feedback(-1, LOST, 32767))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> feedback()).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> feedback(new int[8193]))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static TransportFeedback feedback(int... arrivals) {
        return new TransportFeedback(1, 2, 65533, 0x8f0001, 255, arrivals);
    }

    /// The chunks and deltas.
    private static String written(int... arrivals) {
        ByteBuf out = Unpooled.buffer();
        feedback(arrivals).write(out);
        return ByteBufUtil.hexDump(out.skipBytes(16));
    }

    private static TransportFeedback read(String hex) throws MalformedPacketException {
        ByteBuf bytes = Unpooled.buffer().writeInt(0).writeInt(1).writeInt(2);
        bytes.writeBytes(HexFormat.of().parseHex(hex.replace(" ", "")));
        bytes.writeZero(-bytes.writerIndex() & 3);
        bytes.setInt(0, 0x8fcd0000 | bytes.writerIndex() / 4 - 1);
        return (TransportFeedback) CompoundReader.read(bytes).getFirst();
    }
}
