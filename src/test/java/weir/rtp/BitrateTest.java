package weir.rtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BitrateTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "600000, 600000",
        "600k, 600000",
        "2.5M, 2500000",
        "1G, 1000000000",
        "0.001k, 1"
    })
    void readsBitsASecondWithAUnit(String text, long bps) {
        assertThat(Bitrate.parse(text)).contains(new Bitrate(bps));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "k", "-1", "1.5", "1,5M", "5 M", "5m", "5Mbps", "0.0001k", ".5M"})
    void readsNothingElse(String text) {
        assertThat(Bitrate.parse(text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 999, 1_000, 1_001, 64_000, 1_500_000, 2_505_000, 20_000_000})
    void readsWhatItWrites(long bps) {
        Bitrate bitrate = new Bitrate(bps);

        assertThat(Bitrate.parse(bitrate.toString())).contains(bitrate);
    }

    @Test
    void writesTheShorterUnit() {
        assertThat(new Bitrate(20_000_000)).hasToString("20M");
        assertThat(new Bitrate(2_500_000)).hasToString("2.5M");
        assertThat(new Bitrate(64_000)).hasToString("64k");
    }

    @Test
    void isNeverNegative() {
        assertThatThrownBy(() -> new Bitrate(-1)).hasMessageContaining("-1");
    }
}
