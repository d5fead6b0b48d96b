package weir.testkit;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// A TCP connection whose frames are datagrams (RFC 4571), as a client without UDP opens it.
final class ClientConnection implements ClientChannel {
    /// Small, so that a client that reads nothing is felt soon.
    private static final int RECEIVE_BUFFER_BYTES = 16 << 10;

    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private final Socket socket = new Socket();
    private volatile boolean paused;
    private Receiver receiver;
    private DataOutputStream out;

    @Override
    public void start(Receiver to) {
        receiver = to;
    }

    @Override
    public void connect(InetSocketAddress server) {
        try {
            socket.setTcpNoDelay(true);
            socket.setReceiveBufferSize(RECEIVE_BUFFER_BYTES);
            socket.connect(server);
            out = new DataOutputStream(socket.getOutputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofPlatform()
                .daemon()
                .name("client-connection-" + socket.getLocalPort())
                .start(() -> receive(server));
    }

    private void receive(InetSocketAddress server) {
        try (DataInputStream in =
                new DataInputStream(new BufferedInputStream(socket.getInputStream()))) {
            while (true) {
                while (paused) {
                    LockSupport.parkNanos(LOOK_NANOS);
                }
                byte[] frame = new byte[in.readUnsignedShort()];
                in.readFully(frame);
                long now = System.nanoTime();
                ClientLoop.OWNER.post(() -> receiver.onDatagram(frame, server, now));
            }
        } catch (IOException closed) {
            close();
        }
    }

    @Override
    public void pauseReading(boolean now) {
        paused = now;
    }

    @Override
    public InetSocketAddress address() {
        return (InetSocketAddress) socket.getLocalSocketAddress();
    }

    @Override
    public synchronized void send(byte[] datagram, InetSocketAddress to) {
        if (socket.isClosed()) {
            return;
        }
        byte[] frame = new byte[2 + datagram.length];
        frame[0] = (byte) (datagram.length >> 8);
        frame[1] = (byte) datagram.length;
        System.arraycopy(datagram, 0, frame, 2, datagram.length);
        try {
            out.write(frame);
        } catch (IOException gone) {
            close();
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
