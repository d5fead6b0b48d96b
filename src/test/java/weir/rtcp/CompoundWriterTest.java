package weir.rtcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;

import org.junit.jupiter.api.Test;

import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

class CompoundWriterTest {
    private final ByteBuf out = Unpooled.buffer();

    @Test
    void writesAReportAndADescriptionBeforeTheFeedback() throws Exception {
        out.writeByte(0x55);
        CompoundWriter writer = new CompoundWriter(out);

        writer.write(new ReceiverReport(7, List.of()));
        assertThat(writer.length()).isEqualTo(8);
        writer.write(new SourceDescription(List.of(new SourceDescription.Chunk(7, "ab"))));
        writer.write(new PictureLossIndication(7, 9));

        assertThat(writer.length()).isEqualTo(36);
        assertThat(ByteBufUtil.hexDump(out))
                .isEqualTo(
                        "55"
                                + "80c9000100000007"
                                + "81ca0003000000070102616200000000"
                                + "81ce00020000000700000009");
    }

    @Test
    void writesTheLostPacketsInAsFewEntriesAsTheirDistanceAllows() {
        write(new GenericNack(1, 2, List.of(65534, 65535, 14, 15, 100)));

        assertThat(ByteBufUtil.hexDump(out))
                .isEqualTo("81cd0005" + "0000000100000002" + "fffe8001" + "000f0000" + "00640000");
    }

    @Test
    void writesWhatIsToPauseAndToResume() {
        write(
                new PauseMessage(
                        1,
                        List.of(
                                new PauseMessage.Entry(2, PauseMessage.Type.PAUSE, 3),
                                new PauseMessage.Entry(4, PauseMessage.Type.REFUSED, 0xffff))));

        assertThat(ByteBufUtil.hexDump(out))
                .isEqualTo(
                        "89cd0006" + "0000000100000000" + "0000000200000003" + "000000043000ffff");
        assertThatThrownBy(() -> write(new PauseMessage(1, List.of())))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void writesWhichEncodingASourceSendsOrRepairs() {
        write(new SourceDescription(List.of(new SourceDescription.Chunk(7, "c", "1", "hj", "x"))));

        assertThat(ByteBufUtil.hexDump(out))
                .isEqualTo("81ca0005" + "00000007" + "0101630c02686a0d01780f0131000000");
    }

    @Test
    void endsAChunkWithOneToFourZeros() {
        write(description(""));
        assertThat(ByteBufUtil.hexDump(out)).isEqualTo("81ca0002" + "00000001" + "00000000");
        out.clear();
        write(description("a"));
        assertThat(ByteBufUtil.hexDump(out)).isEqualTo("81ca0002" + "00000001" + "01016100");
    }

    @Test
    void writesACnameUpToThe255thByte() throws Exception {
        SourceDescription longest = description("é".repeat(127) + "x");

        write(longest);

        assertThat(CompoundReader.read(out)).containsExactly(longest);
        assertThatThrownBy(() -> write(description("é".repeat(128))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void cutsABitrateDownToItsMantissa() throws Exception {
        write(new ReceiverEstimatedMaximumBitrate(1, (1 << 18) - 1, List.of()));
        write(new ReceiverEstimatedMaximumBitrate(1, (1 << 18) + 1, List.of()));
        write(new ReceiverEstimatedMaximumBitrate(1, Long.MAX_VALUE, List.of()));

        assertThat(CompoundReader.read(out))
                .containsExactly(
                        new ReceiverEstimatedMaximumBitrate(1, (1 << 18) - 1, List.of()),
                        new ReceiverEstimatedMaximumBitrate(1, 1 << 18, List.of()),
                        new ReceiverEstimatedMaximumBitrate(1, 0x3ffffL << 45, List.of()));
    }

    @Test
    void doesNotWriteWhatIsUnknown() {
        assertThatThrownBy(() -> write(new Unknown(207, 0, 1, 4)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void hasNoMoreEntriesThanTheirCountCanTell() {
        ReportBlock block = new ReportBlock(1, 0, 0, 0, 0, 0, 0);
        write(new ReceiverReport(1, Collections.nCopies(31, block)));
        write(new Bye(Collections.nCopies(31, 1)));

        assertThatThrownBy(() -> new ReceiverReport(1, Collections.nCopies(32, block)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Bye(Collections.nCopies(32, 1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(
                        () ->
                                new SourceDescription(
                                        IntStream.range(0, 32)
                                                .mapToObj(
                                                        ssrc ->
                                                                new SourceDescription.Chunk(
                                                                        ssrc, ""))
                                                .toList()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(
                        () ->
                                new ReceiverEstimatedMaximumBitrate(
                                        1, 1, Collections.nCopies(256, 1)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private void write(RtcpPacket packet) {
        new CompoundWriter(out).write(packet);
    }

    private static SourceDescription description(String cname) {
        return new SourceDescription(List.of(new SourceDescription.Chunk(1, cname)));
    }
}
