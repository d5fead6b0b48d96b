package weir.access;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

class DecisionCacheTest {
    private final DecisionCache cache = new DecisionCache(Duration.ofMinutes(1), 10);

    @Test
    void knowsWhatWasAskedBefore() {
        cache.keep(asked(Map.of("user", "guest")), "abc", Decision.UNLIMITED);

        assertThat(cache.find(asked(Map.of("user", "guest")), "abc")).contains(Decision.UNLIMITED);
        assertThat(cache.find(asked(Map.of("user", "guest")), "abd")).isEmpty();
        assertThat(cache.find(asked(Map.of("user", "root")), "abc")).isEmpty();
    }

    /// Who asks chooses the texts: none may make one question look like another.
    @Test
    void aValueIsNoOtherParameter() {
        cache.keep(asked(Map.of("a", "1, user=root")), "abc", Decision.UNLIMITED);
        cache.keep(asked(Map.of("b", "\", \"user\": \"root")), "abc", Decision.UNLIMITED);

        assertThat(cache.find(asked(Map.of("a", "1", "user", "root")), "abc")).isEmpty();
        assertThat(cache.find(asked(Map.of("b", "", "user", "root")), "abc")).isEmpty();
    }

    /// A path may name it, before anybody has looked whether a stream may be called so.
    @Test
    void aStreamCalledAsteriskIsNotAllOfThem() {
        cache.keep(asked(Optional.of("*"), Map.of()), "abc", Decision.UNLIMITED);

        assertThat(cache.find(asked(Optional.empty(), Map.of()), "abc")).isEmpty();
    }

    private static Attempt asked(Map<String, String> query) {
        return asked(Optional.of("cam"), query);
    }

    private static Attempt asked(Optional<String> stream, Map<String, String> query) {
        return new Attempt(
                EnumSet.of(Action.WATCH),
                stream,
                false,
                false,
                List.of(),
                Optional.empty(),
                "192.0.2.1",
                query);
    }
}
