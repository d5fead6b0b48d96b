package weir.transport;

import io.netty.channel.ChannelFuture;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;

import weir.loop.OwnerLoop;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

/// Gives one event loop its sockets, one for each local address and protocol.
final class TransportVerticle extends VerticleBase {
    private final NodeTransport node;
    private LoopTransport transport;

    TransportVerticle(NodeTransport node) {
        this.node = node;
    }

    @Override
    public Future<?> start() {
        OwnerLoop owner = new OwnerLoop(context);
        transport = new LoopTransport(owner, node.shared());
        node.add(transport);
        transport.start();
        List<Future<Void>> bound = new ArrayList<>();
        for (InetSocketAddress local : node.localAddresses()) {
            bound.add(whenDone(owner, transport.port().bind(local, true)));
        }
        for (InetSocketAddress local : node.localTcpAddresses()) {
            bound.add(whenDone(owner, transport.tcp().listen(local, true)));
        }
        return Future.all(bound);
    }

    private static Future<Void> whenDone(OwnerLoop owner, ChannelFuture bound) {
        Promise<Void> done = owner.context().promise();
        bound.addListener(
                (ChannelFuture result) -> {
                    if (result.isSuccess()) {
                        done.complete();
                    } else {
                        done.fail(result.cause());
                    }
                });
        return done.future();
    }

    @Override
    public Future<?> stop() {
        transport.port().close();
        transport.tcp().close();
        return Future.succeededFuture();
    }
}
