package weir.transport;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;

/// Sends datagrams by one TCP connection, each with its length in two bytes before it (RFC 4571),
/// and all of one turn of the loop in one write.
///
/// What a peer takes more slowly than it is sent does not wait here: behind the high-water mark no
/// media is taken, nor when too much waits on the whole node, and nothing at all behind twice that.
/// Owned by the connection's loop.
final class FrameSender implements Sender {
    static final int PREFIX_BYTES = 2;

    /// A quarter of a second of 8 Mbit/s, or a key frame of as much.
    static final int HIGH_WATER_BYTES = 256 << 10;

    static final int LOW_WATER_BYTES = 64 << 10;

    /// RFC 7983 §7: RTP and RTCP begin with this bit; checks and DTLS, which are few, do not.
    private static final int MEDIA_BIT = 0x80;

    private final Channel channel;
    private final DropCounters drops;
    private final FrameBacklog backlog;
    private int waiting;
    private long progressNanos;

    /// @param backlog of all connections
    FrameSender(Channel channel, DropCounters drops, FrameBacklog backlog) {
        this.channel = channel;
        this.drops = drops;
        this.backlog = backlog;
    }

    @Override
    public boolean isWritable() {
        return channel.isWritable() && backlog.hasRoom(waiting);
    }

    /// Whether the peer has taken nothing for so long, though something waits for it.
    boolean isStalled(long nowNanos, long maxNanos) {
        return waiting > 0 && nowNanos - progressNanos > maxNanos;
    }

    @Override
    public boolean hasSegments() {
        return true;
    }

    @Override
    public void send(SendQueue queue, int from, int to) {
        if (!channel.isActive()) {
            return;
        }
        ByteBuf frames = channel.alloc().directBuffer(framedLength(queue, from, to));
        int dropped = 0;
        for (int i = from; i < to; i++) {
            dropped += write(queue, i, frames);
        }
        if (dropped > 0) {
            drops.count(TransportRule.CONNECTION_FULL, dropped);
        }
        if (frames.isReadable()) {
            write(frames);
        } else {
            frames.release();
        }
    }

    private void write(ByteBuf frames) {
        int length = frames.readableBytes();
        if (waiting == 0) {
            progressNanos = System.nanoTime();
        }
        waiting += length;
        backlog.add(length);
        // Also if the connection is closed before it was taken.
        channel.writeAndFlush(frames)
                .addListener(
                        _ -> {
                            waiting -= length;
                            backlog.add(-length);
                            progressNanos = System.nanoTime();
                        });
    }

    private static int framedLength(SendQueue queue, int from, int to) {
        int length = 0;
        for (int i = from; i < to; i++) {
            int datagrams = Math.ceilDiv(queue.length(i), queue.segmentSize(i));
            length += queue.length(i) + datagrams * PREFIX_BYTES;
        }
        return length;
    }

    /// @return how many datagrams of the message were dropped
    private int write(SendQueue queue, int message, ByteBuf frames) {
        ByteBuf memory = queue.memory();
        int end = queue.offset(message) + queue.length(message);
        int dropped = 0;
        for (int at = queue.offset(message); at < end; at += queue.segmentSize(message)) {
            int length = Math.min(queue.segmentSize(message), end - at);
            if (takes(memory.getByte(at))) {
                frames.writeShort(length).writeBytes(memory, at, length);
            } else {
                dropped++;
            }
        }
        return dropped;
    }

    private boolean takes(byte first) {
        return isWritable()
                || (first & MEDIA_BIT) == 0 && channel.bytesBeforeWritable() < 2 * HIGH_WATER_BYTES;
    }
}
