package weir.ice;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

import java.time.Duration;

class IceConfigTest {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration MINUTE = Duration.ofMinutes(1);

    @Test
    void refusesALiteAgentThatForgetsAtOnce() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new IceLiteConfig(Duration.ZERO, SECOND, SECOND, 2))
                .withMessageContaining("ice.consent-timeout");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new IceLiteConfig(SECOND, SECOND.negated(), SECOND, 2))
                .withMessageContaining("ice.switch-hold-off");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new IceLiteConfig(SECOND, SECOND, SECOND.negated(), 2))
                .withMessageContaining("ice.selected-silence");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new IceLiteConfig(SECOND, SECOND, SECOND, 1))
                .withMessageContaining("ice.checked-pairs-max");
        assertThatCode(() -> new IceLiteConfig(SECOND, Duration.ZERO, Duration.ZERO, 2))
                .doesNotThrowAnyException();
    }

    @Test
    void refusesConsentThatRunsOutBeforeItIsAskedFor() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> controlling(SECOND, Duration.ofMillis(1200)))
                .withMessageContaining("ice.consent-timeout");
        assertThatCode(() -> controlling(SECOND, Duration.ofMillis(1201)))
                .doesNotThrowAnyException();
    }

    @Test
    void refusesWaitsThatAreNone() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> controlling(Duration.ZERO, SECOND))
                .withMessageContaining("ice.consent-interval");
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () ->
                                new ControllingConfig(
                                        SECOND, MINUTE, SECOND, MINUTE, SECOND, MINUTE, 1))
                .withMessageContaining("ice.retransmission-max");
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () ->
                                new ControllingConfig(
                                        SECOND, SECOND, SECOND, MINUTE, SECOND, MINUTE, 0))
                .withMessageContaining("ice.pairs-max");
    }

    private static ControllingConfig controlling(Duration interval, Duration timeout) {
        return new ControllingConfig(SECOND, SECOND, MINUTE, MINUTE, interval, timeout, 1);
    }
}
