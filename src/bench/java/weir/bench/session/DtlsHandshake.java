package weir.bench.session;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

import org.bouncycastle.tls.DTLSClientProtocol;
import org.bouncycastle.tls.DTLSServerProtocol;
import org.bouncycastle.tls.DatagramTransport;

import weir.bench.net.Destination;
import weir.bench.net.UdpSocket;
import weir.srtp.SrtpKeys;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/// One handshake, between the loop that hands it datagrams and the thread that it blocks.
final class DtlsHandshake implements DatagramTransport {
    static final int TIMEOUT_MILLIS = 15_000;

    private static final int RECEIVE_LIMIT = 2048;
    private static final int SEND_LIMIT = 1200;
    private static final int QUEUED_MAX = 64;

    private final BlockingQueue<byte[]> queue = new ArrayBlockingQueue<>(QUEUED_MAX);
    private final UdpSocket socket;
    private final Destination destination;

    DtlsHandshake(UdpSocket socket, Destination destination) {
        this.socket = socket;
        this.destination = destination;
    }

    /// Called by the loop.
    ///
    /// @param datagram lent
    void offer(ByteBuf datagram) {
        byte[] bytes = new byte[datagram.readableBytes()];
        datagram.getBytes(datagram.readerIndex(), bytes);
        // Full: the peer repeats.
        boolean _ = queue.offer(bytes);
    }

    /// Blocks until it is done; interrupting ends it.
    ///
    /// @param client whether we begin
    SrtpKeys run(boolean client, DtlsIdentity identity, SrtpAgreement agreement)
            throws IOException {
        if (client) {
            new DTLSClientProtocol().connect(new BenchTlsClient(identity, agreement), this);
        } else {
            new DTLSServerProtocol().accept(new BenchTlsServer(identity, agreement), this);
        }
        return agreement.keys();
    }

    @Override
    public int getReceiveLimit() {
        return RECEIVE_LIMIT;
    }

    @Override
    public int getSendLimit() {
        return SEND_LIMIT;
    }

    @Override
    public int receive(byte[] buffer, int offset, int length, int waitMillis) throws IOException {
        try {
            byte[] datagram = queue.poll(waitMillis, TimeUnit.MILLISECONDS);
            if (datagram == null) {
                return -1;
            }
            int copied = Math.min(length, datagram.length);
            System.arraycopy(datagram, 0, buffer, offset, copied);
            return copied;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("the handshake was ended");
        }
    }

    @Override
    public void send(byte[] buffer, int offset, int length) {
        socket.send(Unpooled.wrappedBuffer(buffer, offset, length), destination);
    }

    @Override
    public void close() {}
}
