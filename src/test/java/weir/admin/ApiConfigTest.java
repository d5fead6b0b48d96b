package weir.admin;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;

class ApiConfigTest {
    @ParameterizedTest
    @ValueSource(longs = {0, 4_000, 5_000, 3_600_000})
    void takesIdleTimesOfSeveralSecondsAndNone(long millis) {
        assertThatCode(() -> new ApiConfig(Duration.ofMillis(millis), 0))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(longs = {-1_000, 1, 3_000, 4_001})
    void refusesIdleTimesThatAreTooShortOrNotWhole(long millis) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ApiConfig(Duration.ofMillis(millis), 0))
                .withMessageStartingWith("api.created-idle must be");
    }

    @Test
    void refusesANegativeNumberOfStreams() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ApiConfig(Duration.ZERO, -1))
                .withMessageStartingWith("api.created-streams-max must be");
    }
}
