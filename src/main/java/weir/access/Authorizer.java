package weir.access;

import io.vertx.core.Future;

/// Decides who is admitted. Any thread.
public interface Authorizer {
    /// Where there is no access control.
    Authorizer OFF =
            new Authorizer() {
                @Override
                public boolean isOn() {
                    return false;
                }

                @Override
                public Future<Decision> decide(Attempt attempt) {
                    return Future.succeededFuture(Decision.UNLIMITED);
                }
            };

    /// Whether anybody is asked for anything.
    boolean isOn();

    /// Completes on the caller's context; does not fail.
    Future<Decision> decide(Attempt attempt);
}
