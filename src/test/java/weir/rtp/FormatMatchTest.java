package weir.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;
import java.util.Set;

class FormatMatchTest {
    private static final String MODE_0 = "packetization-mode=0;profile-level-id=";
    private static final String MODE_1 = "packetization-mode=1;profile-level-id=";

    @Test
    void matchesTheEncodingInAnyCase() {
        assertThat(best(audio(1, "OPUS", 48000, 2), audio(2, "opus", 48000, 2))).isEqualTo(2);
    }

    @Test
    void requiresEncodingClockRateChannelsAndKind() {
        PayloadFormat opus = audio(1, "opus", 48000, 2);

        assertThat(best(opus, audio(2, "PCMU", 48000, 2))).isEqualTo(-1);
        assertThat(best(opus, audio(2, "opus", 16000, 2))).isEqualTo(-1);
        assertThat(best(opus, audio(2, "opus", 48000, 1))).isEqualTo(-1);
        assertThat(best(video(1, "VP8", ""), audio(2, "VP8", 90000, 1))).isEqualTo(-1);
        assertThat(best(opus)).isEqualTo(-1);
    }

    @Test
    void neverMatchesRetransmissions() {
        assertThat(best(video(1, "rtx", "apt=96"), video(2, "rtx", "apt=96"))).isEqualTo(-1);
    }

    @Test
    void takesTheFirstOfEquals() {
        assertThat(best(video(1, "VP8", ""), video(2, "VP8", ""), video(3, "VP8", "")))
                .isEqualTo(2);
    }

    @Test
    void h264PrefersTheEqualPacketizationModeToTheEqualProfile() {
        assertThat(
                        best(
                                video(1, "H264", MODE_0 + "42e01f"),
                                video(2, "H264", MODE_1 + "42e01f"),
                                video(3, "H264", MODE_0 + "64001f")))
                .isEqualTo(3);
    }

    @Test
    void h264OfMode0FitsIntoMode1AndNotTheOtherWayRound() {
        PayloadFormat mode0 = video(1, "H264", MODE_0 + "42e01f");
        PayloadFormat mode1 = video(2, "H264", MODE_1 + "42e01f");

        assertThat(best(mode0, mode1)).isEqualTo(2);
        assertThat(best(mode1, mode0)).isEqualTo(-1);
    }

    @Test
    void h264WithoutPacketizationModeIsOfMode0() {
        PayloadFormat bare = video(1, "H264", "");

        assertThat(best(bare, video(2, "H264", MODE_1 + "42001f"), video(3, "H264", "")))
                .isEqualTo(3);
        assertThat(best(video(1, "H264", MODE_1 + "42001f"), bare)).isEqualTo(-1);
    }

    @Test
    void h264PrefersTheEqualProfileThenTheSameFamilyThenAWiderOne() {
        PayloadFormat source = video(1, "H264", MODE_1 + "42e01f");
        PayloadFormat equal = video(2, "H264", MODE_1 + "42E028");
        PayloadFormat family = video(3, "H264", MODE_1 + "42001f");
        PayloadFormat wider = video(4, "H264", MODE_1 + "64001f");
        PayloadFormat other = video(5, "H264", MODE_1 + "f4001f");

        assertThat(best(source, other, wider, family, equal)).isEqualTo(2);
        assertThat(best(source, other, wider, family)).isEqualTo(3);
        assertThat(best(source, other, wider)).isEqualTo(4);
        assertThat(best(source, other)).isEqualTo(5);
    }

    @Test
    void h264ProfileIsNeverARefusal() {
        PayloadFormat high = video(1, "H264", MODE_1 + "640028");

        assertThat(best(high, video(2, "H264", MODE_1 + "42e01f"))).isEqualTo(2);
        assertThat(best(high, video(2, "H264", MODE_1 + "nonsense"))).isEqualTo(2);
    }

    @Test
    void vp9RequiresTheEqualProfileWhichIs0WhereNothingIsSaid() {
        PayloadFormat bare = video(1, "VP9", "");

        assertThat(best(bare, video(2, "VP9", "profile-id=2"), video(3, "VP9", "profile-id=0")))
                .isEqualTo(3);
        assertThat(best(video(1, "VP9", "profile-id=2"), bare)).isEqualTo(-1);
    }

    @Test
    void av1RequiresTheEqualProfileWhichIs0WhereNothingIsSaid() {
        PayloadFormat bare = video(1, "AV1", "");

        assertThat(
                        best(
                                bare,
                                video(2, "AV1", "profile=1"),
                                video(3, "AV1", "level-idx=5; profile=0")))
                .isEqualTo(3);
        assertThat(best(video(1, "AV1", "profile=1"), bare)).isEqualTo(-1);
    }

    @Test
    void h265PrefersTheEqualProfileAndTier() {
        PayloadFormat main = video(1, "H265", "");

        assertThat(
                        best(
                                main,
                                video(2, "H265", "profile-id=2"),
                                video(3, "H265", "tier-flag=1"),
                                video(4, "H265", "profile-id=1;tier-flag=0")))
                .isEqualTo(4);
        assertThat(best(main, video(2, "H265", "profile-id=2"))).isEqualTo(2);
    }

    @Test
    void h264IsMatchedByTheProfileThatThePicturesHave() {
        PayloadFormat announced = video(1, "H264", MODE_1 + "42e01f");
        PayloadFormat[] offered = {
            video(2, "H264", MODE_1 + "42e01f"), video(3, "H264", MODE_1 + "64001f")
        };

        assertThat(best(announced, offered)).isEqualTo(2);
        assertThat(best(announced.withParameters("profile-level-id=640028"), offered)).isEqualTo(3);
    }

    @Test
    void h264TakesAllFormsOfConstrainedBaselineForOne() {
        assertThat(
                        best(
                                video(1, "H264", MODE_1 + "42c028"),
                                video(2, "H264", MODE_1 + "42001f"),
                                video(3, "H264", MODE_1 + "42e01f")))
                .isEqualTo(3);
    }

    @ParameterizedTest
    @CsvSource({
        "H264, profile-level-id=42c01f, profile-level-id=42e01f, true",
        "H264, profile-level-id=42c01f, profile-level-id=640c1f, true",
        "H264, profile-level-id=42001f, profile-level-id=42e01f, true",
        "H264, profile-level-id=4d0028, profile-level-id=42e01f, false",
        "H264, profile-level-id=640028, profile-level-id=42e01f, false",
        "H264, profile-level-id=640028, profile-level-id=4d001f, false",
        "H264, profile-level-id=640028, profile-level-id=64001f, true",
        "H264, profile-level-id=f4001e, profile-level-id=64001f, false",
        "H264, profile-level-id=f4001e, profile-level-id=f4001f, true",
        "H265, profile-id=1;tier-flag=0, level-id=93, true",
        "H265, profile-id=2, profile-id=1, false",
        "H265, profile-id=1;tier-flag=1, profile-id=2, false",
        "VP9, profile-id=2, x=1, false",
        "AV1, profile=0, x=1, true",
        "VP8, x=1, y=1, true"
    })
    void tellsWhetherADecoderIsMadeForTheProfile(
            String encoding, String source, String offered, boolean covered) {
        assertThat(
                        FormatMatch.isProfileCovered(
                                video(1, encoding, source), video(2, encoding, offered)))
                .isEqualTo(covered);
    }

    @Test
    void putsParametersInPlaceOfThoseOfTheSameName() {
        PayloadFormat format = video(1, "H264", MODE_1 + "42e01f; level-asymmetry-allowed=1");

        assertThat(format.withParameters("PROFILE-level-id=640028").parameters())
                .isEqualTo(
                        "packetization-mode=1;level-asymmetry-allowed=1;PROFILE-level-id=640028");
        assertThat(format.withParameters("")).isEqualTo(format);
        assertThat(video(1, "VP9", "").withParameters("profile-id=1").parameters())
                .isEqualTo("profile-id=1");
    }

    private static int best(PayloadFormat source, PayloadFormat... offered) {
        return FormatMatch.best(source, List.of(offered))
                .map(PayloadFormat::payloadType)
                .orElse(-1);
    }

    private static PayloadFormat audio(int type, String encoding, int clockRate, int channels) {
        return new PayloadFormat(
                type, MediaKind.AUDIO, encoding, clockRate, channels, "", Set.of());
    }

    private static PayloadFormat video(int type, String encoding, String parameters) {
        return new PayloadFormat(type, MediaKind.VIDEO, encoding, 90000, 1, parameters, Set.of());
    }
}
