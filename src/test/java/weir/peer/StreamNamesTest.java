package weir.peer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StreamNamesTest {
    private final StreamNames names = new StreamNames();

    @Test
    void theNewestNameOfAnSsrcCounts() {
        names.put(7, "h");
        names.put(7, "l");

        assertThat(names.find(7)).contains("l");
        assertThat(names.find(8)).isEmpty();
    }

    @Test
    void thirtyTwoAreRememberedAndTheOldestGoesFirst() {
        for (int ssrc = 1; ssrc <= 32; ssrc++) {
            names.put(ssrc, "h");
        }
        assertThat(names.find(1)).isPresent();

        names.put(33, "h");
        names.put(34, "h");

        assertThat(names.find(1)).isEmpty();
        assertThat(names.find(2)).isEmpty();
        assertThat(names.find(3)).isPresent();
        assertThat(names.find(34)).isPresent();
    }
}
