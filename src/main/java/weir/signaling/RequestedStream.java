package weir.signaling;

import io.vertx.ext.web.RoutingContext;

import java.util.Optional;

/// Tells what stream a request is for: for whom the [Gate] asks, and what is opened then.
interface RequestedStream {
    /// @throws RefusedException if no stream can have that name
    String of(RoutingContext request) throws RefusedException;

    /// Empty if no stream can have that name.
    default Optional<String> find(RoutingContext request) {
        try {
            return Optional.of(of(request));
        } catch (RefusedException _) {
            return Optional.empty();
        }
    }
}
