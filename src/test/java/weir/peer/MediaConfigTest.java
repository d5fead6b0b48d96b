package weir.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import weir.congestion.BitrateCeilingConfig;
import weir.rtp.Bitrate;

import java.util.List;

class MediaConfigTest {
    @ParameterizedTest
    @CsvSource({
        "cam-*=300k-2M, cam-,      300000, 2000000",
        "cam-*=300k-2M, cam-7,     300000, 2000000",
        "cam-*=300k-2M, xcam-7,    0,      20000000",
        "cam-*=300k-2M, cam,       0,      20000000",
        "cam.*=300k-2M, camera,    0,      20000000",
        "*=8M,          any.~_-,   0,      8000000",
        "*-hd=1M-8M,    stage-hd,  1000000, 8000000",
        "*-hd=1M-8M,    stage-hd2, 0,      20000000",
        "a*b*c=1M,      axbxc,     0,      1000000",
        "a*b*c=1M,      abc,       0,      1000000",
        "a*b*c=1M,      acb,       0,      20000000",
        "stage=0-1,     stage,     0,      1",
        "stage=1M-1M,   stage,     1000000, 1000000"
    })
    void limitsTheStreamsWhoseNamesFit(String limit, String stream, long min, long max) {
        assertThat(config(List.of(limit)).limits(stream)).isEqualTo(limits(min, max));
    }

    @Test
    void takesTheFirstThatFitsAndTheNodesWhereNoneDoes() {
        MediaConfig config =
                new MediaConfig(
                        new Bitrate(100_000),
                        new Bitrate(5_000_000),
                        List.of("stage=8M", "s*=300k-2M", "*e=1M"));

        assertThat(config.limits("stage")).isEqualTo(limits(0, 8_000_000));
        assertThat(config.limits("side")).isEqualTo(limits(300_000, 2_000_000));
        assertThat(config.limits("face")).isEqualTo(limits(0, 1_000_000));
        assertThat(config.limits("x")).isEqualTo(limits(100_000, 5_000_000));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "stage",
                "=1M",
                "stage=",
                "stage=0",
                "stage=2M-1M",
                "stage=1M-",
                "stage=-1M",
                "stage=1M-2M-3M",
                "stage=1x",
                "a b=1M",
                "stage=1M ",
                "a=b=1M"
            })
    void refusesALimitThatCannotBeRead(String text) {
        assertThatThrownBy(() -> config(List.of("cam=1M", text)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("media.stream-limits must be of the form ")
                .hasMessageEndingWith(", is '" + text + "'");
    }

    @Test
    void refusesAMinimumAboveTheMaximum() {
        Bitrate max = new Bitrate(1_000_000);

        assertThat(new MediaConfig(max, max, List.of()).limits())
                .isEqualTo(limits(1_000_000, 1_000_000));
        assertThatThrownBy(() -> new MediaConfig(new Bitrate(1_000_001), max, List.of()))
                .hasMessage("media.bitrate-min must be media.bitrate-max (1M) or less, is 1000001");
        assertThatThrownBy(() -> new MediaConfig(new Bitrate(0), new Bitrate(0), List.of()))
                .hasMessageStartingWith("media.bitrate-max must be more than 0");
    }

    @Test
    void keepsTheCeilingOfAPublisherBetweenItsLimits() {
        BitrateCeilingConfig limited = limits(300_000, 2_000_000).ceiling();
        BitrateCeilingConfig low = limits(0, 50_000).ceiling();

        assertThat(limited.bitrateMinBps()).isEqualTo(300_000);
        assertThat(limited.bitrateMaxBps()).isEqualTo(2_000_000);
        assertThat(limits(0, 2_000_000).ceiling().bitrateMinBps()).isEqualTo(100_000);
        assertThat(low.bitrateMinBps()).isEqualTo(50_000);
        assertThat(PeerPair.CONFIG.within(limits(300_000, 2_000_000)).bitrate()).isEqualTo(limited);
    }

    @Test
    void tellsAMaximumThatIsLessThanWhatMayBeSentAnyway() {
        assertThat(limits(0, 19_999_999).tellsMax()).isTrue();
        assertThat(limits(0, 20_000_000).tellsMax()).isFalse();
        assertThat(limits(0, 20_000_001).tellsMax()).isFalse();
    }

    private static MediaConfig config(List<String> streamLimits) {
        return new MediaConfig(new Bitrate(0), BitrateLimits.UNTOLD, streamLimits);
    }

    private static BitrateLimits limits(long min, long max) {
        return new BitrateLimits(new Bitrate(min), new Bitrate(max));
    }
}
