package weir.transport;

import io.netty.channel.ChannelFuture;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;

import weir.loop.OwnerLoop;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

/// Gives one event loop its sockets, one for each local address.
final class TransportVerticle extends VerticleBase {
    private final NodeTransport node;
    private LoopTransport transport;

    TransportVerticle(NodeTransport node) {
        this.node = node;
    }

    @Override
    public Future<?> start() {
        OwnerLoop owner = new OwnerLoop(context);
        transport = new LoopTransport(owner, node.sessions(), node.drops());
        node.add(transport);
        transport.start();
        List<Future<Void>> bound = new ArrayList<>();
        for (InetSocketAddress local : node.localAddresses()) {
            Promise<Void> done = owner.context().promise();
            transport
                    .port()
                    .bind(local, true)
                    .addListener(
                            (ChannelFuture result) -> {
                                if (result.isSuccess()) {
                                    done.complete();
                                } else {
                                    done.fail(result.cause());
                                }
                            });
            bound.add(done.future());
        }
        return Future.all(bound);
    }

    @Override
    public Future<?> stop() {
        transport.port().close();
        return Future.succeededFuture();
    }
}
