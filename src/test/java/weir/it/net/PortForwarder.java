package weir.it.net;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/// What stands before a node in a container: a UDP and a TCP port of its own, whose datagrams and
/// connections go on to another one. The node sees it as the client.
final class PortForwarder implements AutoCloseable {
    private static final int DATAGRAM_MAX = 65_536;

    private final DatagramSocket udp;
    private final ServerSocket tcp;
    private final Map<SocketAddress, DatagramSocket> flows = new ConcurrentHashMap<>();
    private final List<Socket> connections = new CopyOnWriteArrayList<>();
    private volatile InetSocketAddress udpTarget;
    private volatile InetSocketAddress tcpTarget;

    PortForwarder() {
        try {
            udp = new DatagramSocket(new InetSocketAddress(loopback(), 0));
            tcp = new ServerSocket(0, 50, loopback());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static InetAddress loopback() {
        return InetAddress.ofLiteral("127.0.0.1");
    }

    int udpPort() {
        return udp.getLocalPort();
    }

    int tcpPort() {
        return tcp.getLocalPort();
    }

    void start(int toUdpPort, int toTcpPort) {
        udpTarget = new InetSocketAddress(loopback(), toUdpPort);
        tcpTarget = new InetSocketAddress(loopback(), toTcpPort);
        run(this::forwardDatagrams);
        run(this::forwardConnections);
    }

    private interface Pump {
        void run() throws IOException;
    }

    /// Until what it reads is closed.
    private static void run(Pump pump) {
        Thread.ofVirtual()
                .start(
                        () -> {
                            try {
                                pump.run();
                            } catch (IOException closed) {
                                // The other end, or the test, is done.
                            }
                        });
    }

    private void forwardDatagrams() throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[DATAGRAM_MAX], DATAGRAM_MAX);
        while (true) {
            packet.setLength(DATAGRAM_MAX);
            udp.receive(packet);
            DatagramSocket flow = flows.computeIfAbsent(packet.getSocketAddress(), this::openFlow);
            flow.send(copy(packet, udpTarget));
        }
    }

    private DatagramSocket openFlow(SocketAddress client) {
        try {
            DatagramSocket flow = new DatagramSocket(new InetSocketAddress(loopback(), 0));
            run(
                    () -> {
                        DatagramPacket packet =
                                new DatagramPacket(new byte[DATAGRAM_MAX], DATAGRAM_MAX);
                        while (true) {
                            packet.setLength(DATAGRAM_MAX);
                            flow.receive(packet);
                            udp.send(copy(packet, client));
                        }
                    });
            return flow;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static DatagramPacket copy(DatagramPacket packet, SocketAddress to) {
        byte[] bytes = Arrays.copyOf(packet.getData(), packet.getLength());
        return new DatagramPacket(bytes, bytes.length, to);
    }

    private void forwardConnections() throws IOException {
        while (true) {
            Socket client = tcp.accept();
            Socket node = new Socket(tcpTarget.getAddress(), tcpTarget.getPort());
            connections.addAll(List.of(client, node));
            run(() -> copy(client, node));
            run(() -> copy(node, client));
        }
    }

    private static void copy(Socket from, Socket to) throws IOException {
        try (InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream()) {
            in.transferTo(out);
        }
    }

    @Override
    public void close() {
        try {
            udp.close();
            tcp.close();
            flows.values().forEach(DatagramSocket::close);
            for (Socket each : connections) {
                each.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
