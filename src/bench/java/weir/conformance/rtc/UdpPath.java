package weir.conformance.rtc;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.util.Arrays;

/// A UDP socket at the address of ours that the way to a server begins at. Any thread may send;
/// what
/// comes is handed to the clients' loop.
final class UdpPath implements AutoCloseable {
    interface Receiver {
        void onDatagram(byte[] datagram, InetSocketAddress from, long nowNanos);
    }

    private static final int DATAGRAM_MAX = 65_536;

    private final DatagramSocket socket;

    private UdpPath(DatagramSocket socket) {
        this.socket = socket;
    }

    static UdpPath towards(InetSocketAddress server) throws IOException {
        return new UdpPath(new DatagramSocket(new InetSocketAddress(localAddress(server), 0)));
    }

    private static InetAddress localAddress(InetSocketAddress server) throws IOException {
        try (DatagramSocket probe = new DatagramSocket()) {
            probe.connect(server);
            return probe.getLocalAddress();
        }
    }

    void start(Receiver receiver) {
        Thread.ofPlatform()
                .daemon()
                .name("udp-" + socket.getLocalPort())
                .start(() -> receive(receiver));
    }

    private void receive(Receiver receiver) {
        DatagramPacket packet = new DatagramPacket(new byte[DATAGRAM_MAX], DATAGRAM_MAX);
        while (!socket.isClosed()) {
            try {
                packet.setLength(DATAGRAM_MAX);
                socket.receive(packet);
            } catch (IOException _) {
                continue; // closed, or the server's port is
            }
            long now = System.nanoTime();
            byte[] datagram = Arrays.copyOf(packet.getData(), packet.getLength());
            InetSocketAddress from = (InetSocketAddress) packet.getSocketAddress();
            RtcLoop.OWNER.post(() -> receiver.onDatagram(datagram, from, now));
        }
    }

    InetSocketAddress address() {
        return (InetSocketAddress) socket.getLocalSocketAddress();
    }

    void send(byte[] datagram, InetSocketAddress to) {
        try {
            socket.send(new DatagramPacket(datagram, datagram.length, to));
        } catch (IOException e) {
            if (!socket.isClosed() && !(e instanceof PortUnreachableException)) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Override
    public void close() {
        socket.close();
    }
}
