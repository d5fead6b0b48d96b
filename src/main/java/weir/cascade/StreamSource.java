package weir.cascade;

import io.vertx.core.Future;

import weir.loop.OwnerLoop;
import weir.stream.PublicationRef;

import java.util.Optional;

/// Finds a stream wherever in the cluster it is published. A ref.
public interface StreamSource {
    /// The publication that this node has or begins to pull now; empty if nobody publishes the
    /// stream, or if it could not be pulled in time.
    ///
    /// @param loop where the result is wanted
    Future<Optional<PublicationRef>> find(String stream, OwnerLoop loop);
}
