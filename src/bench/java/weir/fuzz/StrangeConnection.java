package weir.fuzz;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;

/// A TCP connection to the port for media that no session knows; when the server ends it, another
/// follows, but not at once.
final class StrangeConnection implements AutoCloseable {
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(30);

    private final ByteBuffer memory = ByteBuffer.allocateDirect(1 << 17);
    private final InetSocketAddress server;
    private final int number;
    private SocketChannel socket;
    private long openedNanos;
    private int opened;
    private long sentBytes;
    private long receivedBytes;

    StrangeConnection(int number, InetSocketAddress server) {
        this.number = number;
        this.server = server;
    }

    /// @param length what the frame says it is (RFC 4571 §2)
    /// @return false if there is no connection now, or it takes no more
    boolean send(byte[] datagram, int length) {
        try {
            if (socket == null && !open()) {
                return false;
            }
            memory.clear().putShort((short) length).put(datagram).flip();
            sentBytes += socket.write(memory);
            if (memory.hasRemaining()) {
                close();
                return false;
            }
            return true;
        } catch (IOException _) {
            close();
            return false;
        }
    }

    private boolean open() throws IOException {
        if (System.nanoTime() - openedNanos < PAUSE_NANOS && opened > 0) {
            return false;
        }
        openedNanos = System.nanoTime();
        // Another address each time: none runs out of ports.
        String local = "127.9.%d.%d".formatted(1 + number, 1 + opened % 250);
        SocketChannel next = SocketChannel.open();
        try {
            next.bind(new InetSocketAddress(InetAddress.ofLiteral(local), 0));
            next.connect(server);
            next.configureBlocking(false);
        } catch (IOException e) {
            next.close();
            throw e;
        }
        socket = next;
        opened++;
        return true;
    }

    /// Reads what has come by now.
    void drain() {
        if (socket == null) {
            return;
        }
        try {
            int read;
            while ((read = socket.read(memory.clear())) > 0) {
                receivedBytes += read;
            }
            if (read < 0) {
                close();
            }
        } catch (IOException _) {
            close();
        }
    }

    int opened() {
        return opened;
    }

    long sentBytes() {
        return sentBytes;
    }

    long receivedBytes() {
        return receivedBytes;
    }

    @Override
    public void close() {
        try {
            if (socket != null) {
                socket.close();
            }
        } catch (IOException _) {
            // It was gone already.
        }
        socket = null;
    }
}
