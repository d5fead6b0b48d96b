package weir.hooks;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;

/// Who is told of events. Any thread.
interface HookTarget {
    /// Completes on the caller's context, within the time that the config gives it.
    ///
    /// @param body what is told, lent
    /// @return fails if it was not heard
    Future<Void> tell(HookEvent event, JsonObject body);

    /// How often an event is told that is not heard, 1 or more.
    int attemptsMax();

    /// For the log, without secrets.
    String shown();
}
