package weir.signaling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EntityTagsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"a\"",
                "*",
                "\"*\"",
                " * ",
                "\"b\", \"a\"",
                "\"a\",\"b\"",
                "W/\"a\", \"a\""
            })
    void includeTheTag(String header) throws RefusedException {
        assertThat(EntityTags.of(header, SessionConfig.Etag.STRICT).include("\"a\"")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "W/\"a\"", "\"b\"", "\"A\"", ",", "\"a", "w/\"a\", \"aa\""})
    void doNotIncludeTheTag(String header) throws RefusedException {
        assertThat(EntityTags.of(header, SessionConfig.Etag.STRICT).include("\"a\"")).isFalse();
    }

    @Test
    void mayBeMissingForOldClientsAlone() throws RefusedException {
        RefusedException refused =
                catchThrowableOfType(
                        RefusedException.class, () -> EntityTags.of("", SessionConfig.Etag.STRICT));

        assertThat(refused.refusal()).isEqualTo(Refusal.Plain.PRECONDITION_MISSING);
        assertThat(EntityTags.of("", SessionConfig.Etag.LENIENT).include("\"a\"")).isTrue();
        assertThat(EntityTags.of("\"b\"", SessionConfig.Etag.LENIENT).include("\"a\"")).isFalse();
    }
}
