package weir.it.net;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.PortUnreachableException;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.HashMap;
import java.util.Map;

/// A network path between clients on this machine and a node: a relay of datagrams that loses and
/// delays some in each direction. Clients send to its address in place of the node's; each of
/// their addresses has a socket of its own towards the node.
///
/// One thread waits for datagrams and for their times, to the millisecond.
public final class ImpairedPath implements AutoCloseable {
    /// @param through the socket that sends it on
    record Datagram(byte[] bytes, DatagramChannel through, SocketAddress to) {}

    private static final int DATAGRAM_MAX = 65_536;
    private static final int BUFFER_BYTES = 4 << 20;
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final InetSocketAddress node;
    private final ImpairedDirection up;
    private final ImpairedDirection down;
    private final Selector selector;
    private final DatagramChannel front;
    private final Map<SocketAddress, DatagramChannel> flows = new HashMap<>();
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(DATAGRAM_MAX);
    private final Thread thread;
    private volatile boolean closing;
    private volatile IOException failure;

    private ImpairedPath(InetSocketAddress node, long seed) throws IOException {
        this.node = node;
        up = new ImpairedDirection(seed);
        down = new ImpairedDirection(~seed);
        selector = Selector.open();
        front = open(node.getAddress());
        front.register(selector, SelectionKey.OP_READ);
        thread = Thread.ofPlatform().daemon().name("impaired-path").start(this::run);
    }

    /// Without impairments, until they are set.
    ///
    /// @param udpPort of a node on this machine
    public static ImpairedPath to(int udpPort, long seed) {
        return at(loopback(), udpPort, seed);
    }

    /// As [#to(int, long)], at another address than loopback: Firefox neither sends to that nor
    /// believes that it has it.
    public static ImpairedPath outside(int udpPort, long seed) {
        try {
            InetAddress own =
                    NetworkInterface.networkInterfaces()
                            .flatMap(NetworkInterface::inetAddresses)
                            .filter(address -> address instanceof Inet4Address)
                            .filter(address -> !address.isLoopbackAddress())
                            .findFirst()
                            .orElseThrow();
            return at(own, udpPort, seed);
        } catch (SocketException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ImpairedPath at(InetAddress address, int udpPort, long seed) {
        try {
            return new ImpairedPath(new InetSocketAddress(address, udpPort), seed);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static InetAddress loopback() {
        return InetAddress.ofLiteral("127.0.0.1");
    }

    private static DatagramChannel open(InetAddress at) throws IOException {
        DatagramChannel channel = DatagramChannel.open();
        channel.configureBlocking(false);
        channel.setOption(StandardSocketOptions.SO_RCVBUF, BUFFER_BYTES);
        channel.setOption(StandardSocketOptions.SO_SNDBUF, BUFFER_BYTES);
        return channel.bind(new InetSocketAddress(at, 0));
    }

    /// Where clients are to send to.
    public InetSocketAddress address() {
        return (InetSocketAddress) front.socket().getLocalSocketAddress();
    }

    /// From the clients to the node.
    public ImpairedDirection up() {
        return up;
    }

    /// From the node to the clients.
    public ImpairedDirection down() {
        return down;
    }

    /// The same in both directions.
    public void set(Conditions conditions) {
        up.set(conditions);
        down.set(conditions);
    }

    private void run() {
        try (selector) {
            while (!closing) {
                await(Math.min(up.deadlineNanos(), down.deadlineNanos()));
                for (SelectionKey key : selector.selectedKeys()) {
                    readAll((DatagramChannel) key.channel());
                }
                selector.selectedKeys().clear();
                sendArrived(up);
                sendArrived(down);
            }
            front.close();
            for (DatagramChannel flow : flows.values()) {
                flow.close();
            }
        } catch (IOException e) {
            failure = e;
        }
    }

    private void await(long deadlineNanos) throws IOException {
        if (deadlineNanos == Impairment.NEVER) {
            selector.select();
            return;
        }
        long left = deadlineNanos - System.nanoTime();
        if (left <= 0) {
            selector.selectNow();
        } else {
            selector.select((left + NANOS_PER_MILLI - 1) / NANOS_PER_MILLI);
        }
    }

    private void readAll(DatagramChannel channel) throws IOException {
        for (SocketAddress from; (from = receive(channel)) != null; ) {
            byte[] bytes = new byte[buffer.flip().remaining()];
            buffer.get(bytes);
            long now = System.nanoTime();
            if (channel == front) {
                up.onDatagram(new Datagram(bytes, flow(from), node), now);
            } else {
                down.onDatagram(new Datagram(bytes, front, clientOf(channel)), now);
            }
        }
    }

    /// @return null if there is nothing more
    private SocketAddress receive(DatagramChannel channel) throws IOException {
        buffer.clear();
        try {
            return channel.receive(buffer);
        } catch (PortUnreachableException nobodyListens) {
            return null;
        }
    }

    private DatagramChannel flow(SocketAddress client) throws IOException {
        DatagramChannel flow = flows.get(client);
        if (flow == null) {
            flow = open(node.getAddress()).connect(node);
            flow.register(selector, SelectionKey.OP_READ, client);
            flows.put(client, flow);
        }
        return flow;
    }

    private SocketAddress clientOf(DatagramChannel flow) {
        return (SocketAddress) flow.keyFor(selector).attachment();
    }

    private static void sendArrived(ImpairedDirection direction) throws IOException {
        long now = System.nanoTime();
        for (Datagram arrived; (arrived = direction.poll(now)) != null; ) {
            try {
                arrived.through().send(ByteBuffer.wrap(arrived.bytes()), arrived.to());
            } catch (PortUnreachableException nobodyListens) {
                // As on any path: the datagram is gone.
            }
        }
    }

    @Override
    public void close() {
        closing = true;
        selector.wakeup();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        if (failure != null) {
            throw new UncheckedIOException(failure);
        }
    }
}
