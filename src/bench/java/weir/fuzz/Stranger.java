package weir.fuzz;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;

/// A UDP socket that no session knows; of this machine, as any of 127.0.0.0/8.
final class Stranger implements AutoCloseable {
    private final ByteBuffer memory = ByteBuffer.allocateDirect(65_536);
    private final DatagramChannel socket;
    private final InetSocketAddress server;
    private long sentBytes;
    private long receivedBytes;

    Stranger(int number, InetSocketAddress server) throws IOException {
        this.server = server;
        InetAddress local = InetAddress.ofLiteral("127.9.0." + (1 + number % 250));
        socket = DatagramChannel.open().bind(new InetSocketAddress(local, 0));
        socket.configureBlocking(false);
    }

    /// @return whether this machine took it
    boolean send(byte[] datagram) throws IOException {
        memory.clear().put(datagram).flip();
        boolean sent = socket.send(memory, server) == datagram.length;
        sentBytes += sent ? datagram.length : 0;
        return sent;
    }

    /// Reads what has come by now.
    void drain() throws IOException {
        while (socket.receive(memory.clear()) != null) {
            receivedBytes += memory.position();
        }
    }

    long sentBytes() {
        return sentBytes;
    }

    long receivedBytes() {
        return receivedBytes;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
