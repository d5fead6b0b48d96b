package weir.cascade;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;

import weir.cluster.NodeBus;
import weir.cluster.Registration;
import weir.cluster.StreamDirectory;
import weir.loop.OwnerLoop;
import weir.stream.PublicationRef;
import weir.stream.StreamListener;
import weir.stream.StreamTableRef;
import weir.transport.NodeTransport;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/// Brings streams here from other nodes, and gives ours to those that ask. Its [StreamListener] may
/// be used before it is deployed: what it hears waits.
public final class CascadeVerticle extends VerticleBase implements StreamSource, StreamListener {
    private static final long ASSERT_MILLIS = 2000;
    private static final long RECONCILE_MILLIS = 5000;

    private final String node;
    private final StreamDirectory directory;
    private final NodeBus bus;
    private final NodeTransport transport;
    private final Promise<StreamTableRef> streams = Promise.promise();
    private final CascadeConfig config;
    private final RandomGenerator random;
    private final boolean sameMachine;
    private final List<Registration> registrations = new ArrayList<>();
    private final Promise<Cascade> deployed = Promise.promise();
    private OwnerLoop owner;

    /// @param node        our id
    /// @param sameMachine whether the cluster's nodes reach each other by loopback
    public CascadeVerticle(
            String node,
            StreamDirectory directory,
            NodeBus bus,
            NodeTransport transport,
            CascadeConfig config,
            RandomGenerator random,
            boolean sameMachine) {
        this.node = node;
        this.directory = directory;
        this.bus = bus;
        this.transport = transport;
        this.config = config;
        this.random = random;
        this.sameMachine = sameMachine;
    }

    /// The node's streams, whose listener this is: to be given before it is deployed.
    public void attach(StreamTableRef table) {
        streams.complete(table);
    }

    @Override
    public Future<?> start() {
        owner = new OwnerLoop(context);
        return streams.future().onSuccess(this::start);
    }

    private void start(StreamTableRef table) {
        LinkDialer dialer = new LinkDialer(node, bus, transport, table, random);
        LinkAcceptor acceptor = new LinkAcceptor(node, transport, table, random, sameMachine);
        Cascade cascade = new Cascade(owner, node, directory, dialer, config);
        registrations.add(bus.handle(LinkMessage.KIND, body -> acceptor.attach(body, owner)));
        registrations.add(directory.onChanged(stream -> owner.post(() -> cascade.onHint(stream))));
        vertx.setPeriodic(ASSERT_MILLIS, _ -> cascade.assertClaims());
        vertx.setPeriodic(RECONCILE_MILLIS, _ -> cascade.reconcile());
        deployed.complete(cascade);
    }

    @Override
    public Future<Optional<PublicationRef>> find(String stream, OwnerLoop loop) {
        Promise<Optional<PublicationRef>> answer = loop.context().promise();
        post(cascade -> cascade.find(stream, answer));
        return answer.future();
    }

    @Override
    public void onViewers(String stream, int viewers) {
        post(cascade -> cascade.onViewers(stream, viewers));
    }

    @Override
    public void onPublication(String stream, Optional<PublicationRef> publication) {
        post(cascade -> cascade.onPublication(stream, publication));
    }

    private void post(Consumer<Cascade> call) {
        deployed.future().onSuccess(cascade -> owner.post(() -> call.accept(cascade)));
    }

    /// Links dialed since the start.
    public long pulls() {
        return deployed.future().isComplete() ? deployed.future().result().pulls() : 0;
    }

    /// Gives up what this node's publishers claim, so that nobody looks for them here.
    @Override
    public Future<?> stop() {
        registrations.forEach(Registration::remove);
        return deployed.future().compose(Cascade::clearClaims);
    }
}
