package weir.stream;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;

import weir.loop.OwnerLoop;

/// Gives the node's stream table a loop to live on.
public final class StreamVerticle extends VerticleBase {
    private final StreamListener listener;
    private StreamTableRef streams;

    public StreamVerticle(StreamListener listener) {
        this.listener = listener;
    }

    @Override
    public Future<?> start() {
        OwnerLoop owner = new OwnerLoop(context);
        streams = new StreamTableRef(owner, new StreamTable(owner, listener));
        return Future.succeededFuture();
    }

    /// Known once deployed.
    public StreamTableRef streams() {
        return streams;
    }
}
