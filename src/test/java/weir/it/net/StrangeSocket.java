package weir.it.net;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// A socket that no session knows.
final class StrangeSocket implements AutoCloseable {
    private static final int SILENCE_MILLIS = 1;
    private static final int DATAGRAM_MAX = 4096;

    private final DatagramSocket socket;
    private final InetSocketAddress server;

    StrangeSocket(InetSocketAddress server) {
        this(server, InetAddress.ofLiteral("127.0.0.1"));
    }

    /// @param local another of this machine's
    StrangeSocket(InetSocketAddress server, InetAddress local) {
        this.server = server;
        try {
            socket = new DatagramSocket(new InetSocketAddress(local, 0));
            socket.setSoTimeout(SILENCE_MILLIS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void send(byte[] datagram) {
        try {
            socket.send(new DatagramPacket(datagram, datagram.length, server));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// What has come by now.
    List<byte[]> received() {
        List<byte[]> all = new ArrayList<>();
        DatagramPacket packet = new DatagramPacket(new byte[DATAGRAM_MAX], DATAGRAM_MAX);
        while (true) {
            try {
                packet.setLength(DATAGRAM_MAX);
                socket.receive(packet);
                all.add(Arrays.copyOf(packet.getData(), packet.getLength()));
            } catch (SocketTimeoutException silence) {
                return all;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Override
    public void close() {
        socket.close();
    }
}
