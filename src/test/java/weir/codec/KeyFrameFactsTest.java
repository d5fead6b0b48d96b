package weir.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import weir.wire.MalformedPacketException;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/// The payloads are what x264, x265, libvpx, libaom and SVT-AV1 write.
class KeyFrameFactsTest {
    private static final String HIGH = "67640028acd940780227e5c044000003000400000300f03c60c658";
    private static final String MAIN_10 =
            "420101022000000300900000030000030"
                    + "05da00280802d136595952930bc05a020000003002000000303c1";
    private static final String AV1 = "0a0b0000000cc4ff6736be4010";

    @ParameterizedTest
    @CsvSource({
        "6742c01fda014016ec0440000003004000000f03c60ca8, 1280, 720, 42c01f", // baseline
        "6742c028da01e0089f970110000003001000000303c0f1832a, 1920, 1080, 42c028", // cropped
        "674d400ddb05067e7c0440000003004000000f03c50ab8, 320, 180, 4d400d", // main
        HIGH + ", 1920, 1080, 640028",
        "67640028acd94078044fde0220000003002000000783e2c5b2c0, 1920, 1080, 640028", // interlaced
        "67f4001e919680a42fe3e7c044000003000400000300f03c58ba80, 642, 362, f4001e", // 4:4:4
        "6764001eacb405017fcb8088000003000800000301e078b175, 640, 360, 64001e" // scaling lists
    })
    void readsProfileAndSizeOfH264(String payload, int width, int height, String profile) {
        assertThat(read(PayloadReader.H264, payload))
                .contains(new KeyFrameFacts(width, height, "profile-level-id=" + profile, 0));
    }

    @Test
    void findsTheSequenceParameterSetOfH264AmongOthers() {
        String payload = "78 0002 0910 001b" + HIGH + "0004 68ef8fcb";

        assertThat(read(PayloadReader.H264, payload))
                .contains(new KeyFrameFacts(1920, 1080, "profile-level-id=640028", 0));
    }

    @ParameterizedTest
    @CsvSource({
        "420101016000000300900000030000030078a003c0801107cb965654a4c2f0168080000003008000000f04,"
                + " 1920, 1080, profile-id=1;tier-flag=0;level-id=120, 2",
        "420101016000000300900000030000030078a003c0801107cb96e92930bc05a020000003002000000303c1,"
                + " 1920, 1080, profile-id=1;tier-flag=0;level-id=120, 0",
        "42010102200000030090000003000003005da00280802d136595952930bc05a020000003002000000303c1,"
                + " 1280, 720, profile-id=2;tier-flag=0;level-id=93, 2",
        "4201010408000003009e0800000300003f9000a4402e38f8bcb2b2a5261780b4040000030004000003007820,"
                + " 642, 358, profile-id=4;tier-flag=0;level-id=63, 2"
    })
    void readsProfileSizeAndReorderOfH265(
            String payload, int width, int height, String parameters, int reorderMax) {
        assertThat(read(PayloadReader.H265, payload))
                .contains(new KeyFrameFacts(width, height, parameters, reorderMax));
    }

    @Test
    void findsTheSequenceParameterSetOfH265AmongOthers() {
        String payload =
                "6001 0018 40010c01ffff022000000300900000030000030"
                        + "05d959409 002b"
                        + MAIN_10
                        + "0006 4401c073c189";

        assertThat(read(PayloadReader.H265, payload).orElseThrow().width()).isEqualTo(1280);
    }

    @ParameterizedTest
    @CsvSource({
        "08 824983420027f016760a38241c18, 640, 360, 0",
        "08 a249834200050202cac0c7048383, 642, 358, 1",
        "08 924983420013f80b3b061c120e0c, 640, 360, 2"
    })
    void readsProfileAndSizeOfVp9(String payload, int width, int height, int profile) {
        assertThat(read(PayloadReader.VP9, payload))
                .contains(new KeyFrameFacts(width, height, "profile-id=" + profile, 0));
    }

    @Test
    void takesTheSizeOfTheHighestSpatialLayerOfVp9() {
        String structure = "0a 30 0280 0168 0500 02d0";

        assertThat(read(PayloadReader.VP9, structure + "824983420027f016760a38241c18"))
                .contains(new KeyFrameFacts(1280, 720, "profile-id=0", 0));
    }

    @Test
    void readsTheSizeOfVp8() {
        assertThat(read(PayloadReader.VP8, "10 100200 9d012a 8002 6801"))
                .contains(new KeyFrameFacts(640, 360, "", 0));
    }

    @ParameterizedTest
    @CsvSource({
        "28 0d " + AV1 + " 32, 640, 360, 0",
        "08 02 1200 0d " + AV1 + ", 640, 360, 0",
        "18 0a0b0000000cc4ff673efe4010, 640, 360, 0",
        "18 0800000042a7bfe4600d0040, 1920, 804, 8" // without obu_size, as Chrome
    })
    void readsProfileAndSizeOfAv1(String payload, int width, int height, int level) {
        var facts = read(PayloadReader.AV1, payload).orElseThrow();

        assertThat(facts.width()).isEqualTo(width);
        assertThat(facts.height()).isEqualTo(height);
        assertThat(facts.parameters()).startsWith("profile=0;level-idx=").endsWith(";tier=0");
        assertThat(level == 0 || facts.parameters().contains("=" + level + ";")).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "H264, 6588843a2628", // an IDR slice
        "H264, 7c87640028ac", // the beginning of a fragmented parameter set
        "H264, 67640028", // ends before the size
        "H264, 6764002800000000000000000000", // a number without end
        "H265, 40010c01ffff", // a video parameter set
        "H265, 420101",
        "VP8, 10 1002",
        "VP9, 08 824983",
        "VP9, 08 0000000000000000000000000000",
        "AV1, 18 0a0b00",
        "AV1, 08",
        "AV1, 10 32",
        "OPAQUE, 00"
    })
    void saysNothingWhereNothingCanBeRead(PayloadReader reader, String payload) {
        assertThat(read(reader, payload)).isEmpty();
    }

    /// Any bytes are read or not: nothing is thrown, nothing outside of the payload looked at, and
    /// a size is one that a picture can have.
    @ParameterizedTest
    @MethodSource("weir.testkit.Seeds#thousand")
    void readsAnyBytes(long seed) {
        Random random = new Random(seed);
        byte[] bytes = new byte[random.nextInt(60)];
        random.nextBytes(bytes);
        readWithEach(bytes);

        List<String> valid = List.of(HIGH, MAIN_10, "18" + AV1, "08 824983420027f016760a38241c18");
        byte[] whole = Payloads.bytes(valid.get(random.nextInt(valid.size())));
        byte[] broken = Arrays.copyOf(whole, random.nextInt(whole.length + 3));
        for (int i = random.nextInt(6); i > 0 && broken.length > 0; i--) {
            broken[random.nextInt(broken.length)] ^= (byte) (1 << random.nextInt(8));
        }
        readWithEach(broken);
    }

    private static void readWithEach(byte[] bytes) {
        for (PayloadReader reader : PayloadReader.values()) {
            read(reader, bytes)
                    .ifPresent(
                            facts -> {
                                assertThat(facts.width()).isBetween(1, 1 << 16);
                                assertThat(facts.height()).isBetween(1, 1 << 16);
                                assertThat(facts.reorderMax()).isNotNegative();
                            });
        }
    }

    private static Optional<KeyFrameFacts> read(PayloadReader reader, String payload) {
        return read(reader, Payloads.bytes(payload));
    }

    private static Optional<KeyFrameFacts> read(PayloadReader reader, byte[] payload) {
        ByteBuf bytes = Unpooled.buffer(payload.length + 1).writeByte(0).writeBytes(payload);
        bytes.capacity(payload.length + 1);
        try {
            PayloadDescriptor descriptor = reader.read(bytes, 1, payload.length);
            return KeyFrameFacts.read(descriptor, bytes, 1, payload.length);
        } catch (MalformedPacketException _) {
            return Optional.empty();
        }
    }
}
