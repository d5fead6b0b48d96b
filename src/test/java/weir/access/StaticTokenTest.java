package weir.access;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Optional;

class StaticTokenTest {
    @Test
    void oneAloneAllowsEverything() {
        Rights rights = StaticToken.parse("s3cret").orElseThrow().rights();

        for (Action action : Action.values()) {
            assertThat(rights.allow(Attempts.to(action, "cam"))).isTrue();
        }
        assertThat(rights.streams().includes(Optional.empty())).isTrue();
    }

    @Test
    void oneWithRightsAllowsTheseOnTheseStreams() {
        StaticToken token = StaticToken.parse("watch+publish  cam-* s3cret==").orElseThrow();

        assertThat(token.is("s3cret==")).isTrue();
        assertThat(token.rights().allow(Attempts.to(Action.WATCH, "cam-1"))).isTrue();
        assertThat(token.rights().allow(Attempts.to(Action.PUBLISH, "cam-"))).isTrue();
        assertThat(token.rights().allow(Attempts.to(Action.MANAGE, "cam-1"))).isFalse();
        assertThat(token.rights().allow(Attempts.to(Action.WATCH, "cam"))).isFalse();
        assertThat(token.rights().streams().includes(Optional.empty())).isFalse();
    }

    @Test
    void onlyTheWholeTokenIsIt() {
        StaticToken token = StaticToken.parse("s3cret").orElseThrow();

        assertThat(token.is("s3cret")).isTrue();
        for (String other : new String[] {"", "s", "s3cre", "s3crets", "S3cret", "s3cre\u00f4"}) {
            assertThat(token.is(other)).as(other).isFalse();
        }
        assertThat(token.toString()).doesNotContain("s3cret");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "watch s3cret",
                "look * s3cret",
                "watch+ * s3cret,",
                "watch+look * s3cret",
                "watch a/b s3cret",
                "watch * s3 cret",
                "s3cr\u00e9t"
            })
    void whatIsNoTokenIsRefused(String text) {
        assertThat(StaticToken.parse(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "*, anything, true",
        "cam, cam, true",
        "cam, cam1, false",
        "cam-*, cam-, true",
        "cam-*, cam, false",
        "*-cam, a-cam, true",
        "*-cam, a-cam-, false",
        "a*b*c, abc, true",
        "a*b*c, axxbyybc, true",
        "a*b*c, axxc, false",
        "**, x, true",
        "a*, a, true",
        "*ab, aab, true"
    })
    void anAsteriskStandsForAnyCharacters(String pattern, String stream, boolean fits) {
        assertThat(StreamPattern.parse(pattern).orElseThrow().includes(Optional.of(stream)))
                .isEqualTo(fits);
    }
}
