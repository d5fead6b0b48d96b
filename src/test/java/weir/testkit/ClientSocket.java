package weir.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.util.Arrays;

/// A UDP socket. Any thread may send; what comes is handed to the clients' loop.
final class ClientSocket implements ClientChannel {
    private static final int DATAGRAM_MAX = 65_536;
    private static final int BUFFER_BYTES = 4 << 20;

    private final DatagramSocket socket;

    ClientSocket(InetAddress local) {
        try {
            socket = new DatagramSocket(new InetSocketAddress(local, 0));
            socket.setReceiveBufferSize(BUFFER_BYTES);
        } catch (SocketException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// At the address of ours that the way to a server begins at.
    static ClientSocket towards(InetSocketAddress server) throws IOException {
        try (DatagramSocket probe = new DatagramSocket()) {
            probe.connect(server);
            return new ClientSocket(probe.getLocalAddress());
        }
    }

    @Override
    public void start(Receiver receiver) {
        Thread.ofPlatform()
                .daemon()
                .name("client-socket-" + socket.getLocalPort())
                .start(() -> receive(receiver));
    }

    private void receive(Receiver receiver) {
        DatagramPacket packet = new DatagramPacket(new byte[DATAGRAM_MAX], DATAGRAM_MAX);
        while (!socket.isClosed()) {
            try {
                packet.setLength(DATAGRAM_MAX);
                socket.receive(packet);
            } catch (IOException closed) {
                continue;
            }
            long now = System.nanoTime();
            byte[] datagram = Arrays.copyOf(packet.getData(), packet.getLength());
            InetSocketAddress from = (InetSocketAddress) packet.getSocketAddress();
            ClientLoop.OWNER.post(() -> receiver.onDatagram(datagram, from, now));
        }
    }

    @Override
    public void connect(InetSocketAddress server) {}

    /// What is not read is lost, as everywhere with UDP.
    @Override
    public void pauseReading(boolean paused) {
        throw new UnsupportedOperationException();
    }

    @Override
    public InetSocketAddress address() {
        return (InetSocketAddress) socket.getLocalSocketAddress();
    }

    @Override
    public void send(byte[] datagram, InetSocketAddress to) {
        if (socket.isClosed()) {
            return;
        }
        try {
            socket.send(new DatagramPacket(datagram, datagram.length, to));
        } catch (IOException e) {
            if (!socket.isClosed()) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Override
    public void close() {
        socket.close();
    }
}
