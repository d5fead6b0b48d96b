package weir.dtls;

import org.bouncycastle.tls.DatagramTransport;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// What Bouncy Castle takes for its socket: a bounded queue of records in, datagrams out.
///
/// During the handshake [#receive] waits, on the handshake's thread; after [#stopWaiting] it only
/// takes what is there, on the loop. Only [#offer] may be called from another thread than that.
///
/// Records that Bouncy Castle sends one by one leave packed, a flight in as few datagrams as hold
/// it (RFC 6347 §4.1.1), when it next asks for input or is flushed.
final class RecordChannel implements DatagramTransport {
    /// Thrown and not returned: for -1 Bouncy Castle would ask again until its time is over.
    private static final InterruptedIOException NOTHING_THERE =
            new InterruptedIOException("no record is queued") {
                @Override
                public Throwable fillInStackTrace() {
                    return this;
                }
            };

    private final ArrayBlockingQueue<byte[]> records;
    private final Semaphore turns;
    private final int datagramSizeMax;
    private final Consumer<List<byte[]>> sink;

    private boolean waiting = true;
    private int sealedLengthMin = 1;
    private List<byte[]> packed = new ArrayList<>();
    private final ByteArrayOutputStream datagram = new ByteArrayOutputStream();

    /// @param sink gets datagrams in the order of sending, on the thread that made them
    RecordChannel(HandshakeLimiter limiter, Consumer<List<byte[]>> sink) {
        this.records = new ArrayBlockingQueue<>(limiter.config().recordsQueuedMax());
        this.turns = limiter.turns();
        this.datagramSizeMax = limiter.config().datagramSizeMax();
        this.sink = sink;
    }

    /// @param record as [RecordReader] has let it through; owned
    /// @return false if the queue is full
    boolean offer(byte[] record) {
        return records.offer(record);
    }

    boolean hasRecords() {
        return !records.isEmpty();
    }

    /// @param lengthMin bytes of the shortest sealed fragment there can be: Bouncy Castle fails on
    ///                  shorter ones where RFC 6347 §4.1.2.7 wants them ignored
    void onCipherChosen(int lengthMin) {
        sealedLengthMin = lengthMin;
    }

    /// From now on it is the loop that receives.
    void stopWaiting() {
        waiting = false;
    }

    @Override
    public int receive(byte[] target, int offset, int length, int waitMillis) throws IOException {
        flush();
        byte[] record = records.poll();
        if (record == null) {
            if (!waiting) {
                throw NOTHING_THERE;
            }
            record = await(waitMillis);
        }
        if (record == null) {
            return -1;
        }
        int sealedLength = RecordReader.sealedLength(record);
        if (record.length > length || sealedLength >= 0 && sealedLength < sealedLengthMin) {
            return 0;
        }
        System.arraycopy(record, 0, target, offset, record.length);
        return record.length;
    }

    private byte[] await(int waitMillis) throws IOException {
        turns.release();
        try {
            return records.poll(waitMillis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException _) {
            throw new IOException("closed");
        } finally {
            turns.acquireUninterruptibly();
        }
    }

    @Override
    public void send(byte[] source, int offset, int length) {
        if (datagram.size() + length > datagramSizeMax) {
            pack();
        }
        datagram.write(source, offset, length);
    }

    /// Sends what is packed, if anything.
    void flush() {
        pack();
        if (!packed.isEmpty()) {
            List<byte[]> datagrams = packed;
            packed = new ArrayList<>();
            sink.accept(datagrams);
        }
    }

    private void pack() {
        if (datagram.size() > 0) {
            packed.add(datagram.toByteArray());
            datagram.reset();
        }
    }

    @Override
    public int getReceiveLimit() {
        return RecordReader.RECORD_MAX;
    }

    @Override
    public int getSendLimit() {
        return datagramSizeMax;
    }

    /// Nothing is held.
    @Override
    public void close() {}
}
