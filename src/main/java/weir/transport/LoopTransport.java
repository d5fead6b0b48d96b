package weir.transport;

import io.netty.channel.Channel;

import weir.loop.OwnerLoop;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/// What one event loop has for its sessions: its sockets, its timer wheel, and the node's shared
/// tables. Owned.
final class LoopTransport {
    private static final long MEASURE_MILLIS = 1000;

    private final OwnerLoop owner;
    private final SharedTransport shared;
    private final TimerWheel wheel;
    private final UdpPort port;
    private final TcpPort tcp;
    private final LoopSessions owned;
    private final SendQueue queue;
    private Future<?> turn = CompletableFuture.completedFuture(null);
    private final Map<Channel, DatagramSender> senders = new HashMap<>();

    LoopTransport(OwnerLoop owner, SharedTransport shared) {
        this.owner = owner;
        this.shared = shared;
        this.wheel = new TimerWheel(owner, System.nanoTime(), this::turnWheelAt);
        this.port = new UdpPort(this);
        this.tcp = new TcpPort(this, shared);
        this.owned = new LoopSessions(owner);
        this.queue = new SendQueue(owner);
    }

    void start() {
        owner.eventLoop()
                .scheduleAtFixedRate(
                        this::onSecond, MEASURE_MILLIS, MEASURE_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void onSecond() {
        long now = System.nanoTime();
        owned.measure(now);
        tcp.sweep(now);
    }

    private void turnWheelAt(long nanos) {
        turn.cancel(false);
        turn =
                owner.eventLoop()
                        .schedule(
                                () -> wheel.turn(System.nanoTime()),
                                nanos - System.nanoTime(),
                                TimeUnit.NANOSECONDS);
    }

    /// Those of the node's sessions that this loop owns.
    LoopSessions owned() {
        return owned;
    }

    TransportStats stats() {
        return owned.stats(port.sockets() + tcp.sockets(), tcp.connections());
    }

    OwnerLoop owner() {
        return owner;
    }

    SessionTable sessions() {
        return shared.sessions();
    }

    DropCounters drops() {
        return shared.drops();
    }

    /// Of TCP connections that we close.
    DropCounters connectionRules() {
        return shared.connectionRules();
    }

    DatagramRouter router() {
        return shared.router();
    }

    TimerWheel wheel() {
        return wheel;
    }

    UdpPort port() {
        return port;
    }

    TcpPort tcp() {
        return tcp;
    }

    SendQueue queue() {
        return queue;
    }

    DatagramSender sender(Channel channel) {
        return senders.computeIfAbsent(channel, opened -> new DatagramSender(opened, this));
    }
}
