package weir.it.net;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// Datagrams at a fixed rate from many addresses that no session knows.
final class Flood implements AutoCloseable {
    private static final int SOURCES = 200;
    private static final long TURN_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

    private final List<DatagramChannel> sources = new ArrayList<>();
    private final List<ByteBuffer> datagrams;
    private final InetSocketAddress target;
    private final int perSecond;
    private final Thread thread;
    private volatile boolean over;
    private volatile long sent;

    /// @param datagrams sent in turn
    Flood(InetSocketAddress target, List<byte[]> datagrams, int perSecond) {
        this.target = target;
        this.perSecond = perSecond;
        this.datagrams = datagrams.stream().map(Flood::direct).toList();
        try {
            for (int i = 0; i < SOURCES; i++) {
                // Any of 127.0.0.0/8 is this machine.
                InetAddress source = InetAddress.ofLiteral("127.9.0." + (1 + i % 250));
                sources.add(DatagramChannel.open().bind(new InetSocketAddress(source, 0)));
                sources.getLast().configureBlocking(false);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        thread = Thread.ofPlatform().daemon().name("flood").start(this::run);
    }

    private static ByteBuffer direct(byte[] datagram) {
        return ByteBuffer.allocateDirect(datagram.length).put(datagram).flip();
    }

    private void run() {
        long start = System.nanoTime();
        while (!over) {
            long due = (System.nanoTime() - start) * perSecond / TimeUnit.SECONDS.toNanos(1);
            while (sent < due) {
                send();
            }
            LockSupport.parkNanos(TURN_NANOS);
        }
    }

    private void send() {
        ByteBuffer datagram = datagrams.get((int) (sent % datagrams.size()));
        try {
            sources.get((int) (sent % SOURCES)).send(datagram.rewind(), target);
        } catch (IOException full) {
            // The machine takes no more: less is sent than was meant, which the caller sees.
        }
        sent++;
    }

    long sent() {
        return sent;
    }

    @Override
    public void close() {
        over = true;
        try {
            thread.join();
            for (DatagramChannel source : sources) {
                source.close();
            }
        } catch (InterruptedException | IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
