package weir.access;

import io.vertx.core.Future;

/// Decides who is admitted. Any thread.
public interface Authorizer {
    /// Where there is no access control.
    Authorizer OFF = _ -> Future.succeededFuture(Decision.UNLIMITED);

    /// Completes on the caller's context; does not fail.
    Future<Decision> decide(Attempt attempt);
}
