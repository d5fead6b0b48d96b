package weir.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import weir.wire.MalformedPacketException;

import java.util.Arrays;
import java.util.Random;

class ParameterSetsTest {
    private static final String SPS = "6742c01fda014016ec0440000003004000000f03c60ca8";
    private static final String PPS = "68ce0fc8";
    private static final String VPS_5 = "40010c01ffff01600000030090000003000003005d959409";
    private static final String SPS_5 =
            "42010101600000030090000003000003005da00280802d16595952930bc05a02000003000200000300"
                    + "3c10";
    private static final String PPS_5 = "4401c073c189";
    private static final String IDR = "6588843a2628";
    private static final String IDR_5 = "2801ac210b8a";

    private ParameterSets sets = ParameterSets.ofH264();
    private PayloadReader reader = PayloadReader.H264;

    @Test
    void nothingIsLackingWhereTheyComeWithTheKeyFrame() {
        on(0, SPS);
        on(0, PPS);
        on(0, "0605ff");
        on(0, IDR);

        assertThat(sets.areLacking()).isFalse();
        assertThat(sets.areKnown()).isTrue();
    }

    @Test
    void nothingIsLackingWhereTheyAreAggregatedWithTheKeyFrame() {
        on(0, "78 0017" + SPS + "0004" + PPS + "0006" + IDR);

        assertThat(sets.areLacking()).isFalse();
        assertThat(sets.areKnown()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({IDR, "7c8588843a", "78 0002 0910 0006" + IDR})
    void theyAreLackingAtALaterKeyFrameWithoutThem(String keyFrame) {
        on(0, SPS);
        on(0, PPS);
        on(0, IDR);
        on(3000, "419a3b109ffd");
        assertThat(sets.areLacking()).isFalse();

        on(6000, keyFrame);

        assertThat(sets.areLacking()).isTrue();
        assertThat(written()).isEqualTo("780017" + SPS + "0004" + PPS);
        on(6000, "6540");
        assertThat(sets.areLacking()).isFalse();
    }

    @Test
    void halfOfThemIsNotEnough() {
        on(0, SPS);
        on(0, PPS);

        on(3000, PPS);
        on(3000, IDR);

        assertThat(sets.areLacking()).isTrue();
    }

    @Test
    void areLackingAndNotKnownWhereTheyNeverCame() {
        on(0, PPS);
        on(3000, IDR);

        assertThat(sets.areLacking()).isTrue();
        assertThat(sets.areKnown()).isFalse();
    }

    @Test
    void theNewestOfAnIdReplacesTheOneBefore() {
        on(0, SPS);
        on(0, PPS);
        on(3000, "6742c028da01e0089f970110000003001000000303c0f1832a");

        assertThat(written())
                .isEqualTo(
                        "7800196742c028da01e0089f970110000003001000000303c0f1832a" + "0004" + PPS);
    }

    @Test
    void setsOfOtherIdsAreKeptBesideEachOtherUpToEight() {
        on(0, SPS);
        for (int id = 0; id < 20; id++) {
            on(0, SPS);
            on(0, "68" + pictureParameterSet(id));
        }

        assertThat(sets.areKnown()).isTrue();
        assertThat(sets.writtenLength()).isEqualTo(1 + 2 + 23 + 7 * (2 + 4));
    }

    @Test
    void whatDoesNotFitIntoAPacketIsNotKept() {
        on(0, SPS);
        on(0, PPS);

        on(0, "68ce" + "aa".repeat(1200));

        assertThat(sets.writtenLength()).isLessThanOrEqualTo(1000);
        assertThat(sets.areKnown()).isFalse();
    }

    @Test
    void keepsThreeTypesOfH265() {
        sets = ParameterSets.ofH265();
        reader = PayloadReader.H265;
        on(0, "6001 0018" + VPS_5 + "002b" + SPS_5 + "0006" + PPS_5);
        on(0, IDR_5);
        assertThat(sets.areLacking()).isFalse();

        on(3000, SPS_5);
        on(3000, "6201 94 ac");

        assertThat(sets.areLacking()).isTrue();
        assertThat(sets.areKnown()).isTrue();
        assertThat(written()).isEqualTo("60010018" + VPS_5 + "002b" + SPS_5 + "0006" + PPS_5);
    }

    /// What is written can be read, whatever came.
    @ParameterizedTest
    @MethodSource("weir.testkit.Seeds#thousand")
    void writesWhatCanBeReadAfterAnyPackets(long seed) throws Exception {
        Random random = new Random(seed);
        String[] packets = {
            SPS, PPS, VPS_5, SPS_5, PPS_5, IDR, IDR_5, "78 0017" + SPS + "0004" + PPS
        };
        for (PayloadReader codec : new PayloadReader[] {PayloadReader.H264, PayloadReader.H265}) {
            reader = codec;
            boolean h264 = codec == PayloadReader.H264;
            sets = h264 ? ParameterSets.ofH264() : ParameterSets.ofH265();
            for (int i = 0; i < 20; i++) {
                byte[] bytes = Payloads.bytes(packets[random.nextInt(packets.length)]);
                bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
                bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length + 400));
                on(3000 * random.nextInt(4), bytes);

                byte[] written = Payloads.bytes(written());
                assertThat(written).hasSize(sets.writtenLength()).hasSizeLessThanOrEqualTo(1000);
                assertThat(Payloads.read(codec, written)).isNotNull();
            }
        }
    }

    /// ue(id), then rubbish.
    private static String pictureParameterSet(int id) {
        int width = 31 - Integer.numberOfLeadingZeros(id + 1);
        int code = (id + 1) << 23 - 2 * width | 1;
        return "%06x".formatted(code & 0xffffff);
    }

    private void on(int timestamp, String payload) {
        on(timestamp, Payloads.bytes(payload));
    }

    private void on(int timestamp, byte[] payload) {
        ByteBuf bytes = Unpooled.wrappedBuffer(payload);
        try {
            PayloadDescriptor descriptor = reader.read(bytes, 0, payload.length);
            sets.onPacket(descriptor, timestamp, bytes, 0, payload.length);
        } catch (MalformedPacketException _) {
            // Not forwarded, so not seen here either.
        }
    }

    private String written() {
        ByteBuf payload = Unpooled.buffer();
        sets.write(payload);
        return ByteBufUtil.hexDump(payload);
    }
}
