package weir.stream;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;

import weir.loop.OwnerLoop;

/// Gives the node's stream table a loop to live on.
public final class StreamVerticle extends VerticleBase {
    private final StreamListener listener;
    private final SessionListener sessions;
    private final StreamConfig config;
    private StreamTableRef streams;

    public StreamVerticle(StreamListener listener, SessionListener sessions, StreamConfig config) {
        this.listener = listener;
        this.sessions = sessions;
        this.config = config;
    }

    @Override
    public Future<?> start() {
        OwnerLoop owner = new OwnerLoop(context);
        streams = new StreamTableRef(owner, new StreamTable(owner, listener, sessions, config));
        return Future.succeededFuture();
    }

    /// Known once deployed.
    public StreamTableRef streams() {
        return streams;
    }
}
