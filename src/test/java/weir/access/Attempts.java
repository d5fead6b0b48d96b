package weir.access;

import io.vertx.core.Future;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// Attempts and settings of tests.
final class Attempts {
    private Attempts() {}

    static Attempt to(Action action, String stream) {
        return new Attempt(
                EnumSet.of(action),
                Optional.of(stream),
                false,
                List.of(),
                Optional.empty(),
                "::1",
                Map.of());
    }

    /// To do any of these with `cam`.
    static Attempt to(boolean ofSession, Action... anyOf) {
        return new Attempt(
                EnumSet.copyOf(List.of(anyOf)),
                Optional.of("cam"),
                ofSession,
                List.of(),
                Optional.empty(),
                "::1",
                Map.of());
    }

    static Attempt with(List<String> authorizations, Optional<String> queryToken) {
        return new Attempt(
                EnumSet.of(Action.WATCH),
                Optional.of("cam"),
                false,
                authorizations,
                queryToken,
                "::1",
                Map.of());
    }

    static <T> T await(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
        } catch (Exception failure) {
            throw new AssertionError(failure);
        }
    }
}
