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
                false,
                List.of(),
                Optional.empty(),
                "::1",
                Map.of());
    }

    /// To do any of these with `cam`.
    static Attempt to(boolean ofSession, Action... anyOf) {
        return of(ofSession, false, anyOf);
    }

    /// To do any of these with `cam`.
    static Attempt ofForeignPage(Action... anyOf) {
        return of(false, true, anyOf);
    }

    private static Attempt of(boolean ofSession, boolean ofForeignPage, Action... anyOf) {
        return new Attempt(
                EnumSet.copyOf(List.of(anyOf)),
                Optional.of("cam"),
                ofSession,
                ofForeignPage,
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
