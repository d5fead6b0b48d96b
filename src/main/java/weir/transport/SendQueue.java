package weir.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

import weir.loop.OwnerLoop;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// All that the sessions of one loop send in one turn of it, each datagram behind the one before,
/// in one memory that is used again and again: it is small enough to stay in the core's cache.
/// What stands there leaves when it is full, and at the end of the turn. Owned by the loop.
///
/// Equal datagrams to one destination, the last of which may be shorter, become one message: one
/// UDP GSO send.
final class SendQueue {
    /// A quarter of the second-level cache of a server's core.
    private static final int MEMORY_BYTES = 256 << 10;

    static final int MESSAGES_MAX = 128;

    /// The longest UDP payload is 65,507 bytes, also before it is cut.
    private static final int MESSAGE_BYTES_MAX = 65_000;

    /// What Linux takes in one UDP_SEGMENT send (UDP_MAX_SEGMENTS was 64 before 6.9).
    private static final int SEGMENTS_MAX = 64;

    private final OwnerLoop owner;
    private final MemorySegment segment = Arena.ofAuto().allocate(MEMORY_BYTES);
    private final ByteBuf memory = Unpooled.wrappedBuffer(segment.asByteBuffer()).clear();
    private final MessageArray array = new MessageArray(MESSAGES_MAX);
    private final Destination[] destinations = new Destination[MESSAGES_MAX];
    private final int[] offsets = new int[MESSAGES_MAX];
    private final int[] lengths = new int[MESSAGES_MAX];
    private final int[] segmentSizes = new int[MESSAGES_MAX];
    private final Runnable flush = this::flush;
    private int messages;
    private int segments;
    private boolean flushPending;

    SendQueue(OwnerLoop owner) {
        this.owner = owner;
    }

    /// @param room at most some kilobytes
    /// @return lent: the room is at its writer index
    ByteBuf begin(int room) {
        if (memory.writableBytes() < room || messages == MESSAGES_MAX) {
            flush();
        }
        return memory;
    }

    /// What was written since [#begin] is one datagram.
    void end(Destination to, int index) {
        int length = memory.writerIndex() - index;
        if (!append(to, index, length)) {
            destinations[messages] = to;
            offsets[messages] = index;
            lengths[messages] = length;
            segmentSizes[messages] = length;
            messages++;
            segments = 1;
        }
        if (!flushPending) {
            flushPending = true;
            owner.eventLoop().execute(flush);
        }
    }

    /// Adds it to the message before, if it can.
    private boolean append(Destination to, int index, int length) {
        int last = messages - 1;
        if (last < 0
                || destinations[last] != to
                || length > segmentSizes[last]
                || offsets[last] + lengths[last] != index
                || lengths[last] != segments * segmentSizes[last]
                || segments == SEGMENTS_MAX
                || lengths[last] + length > MESSAGE_BYTES_MAX
                || !to.takesSegments()) {
            return false;
        }
        lengths[last] += length;
        segments++;
        return true;
    }

    /// @param datagram lent
    void add(Destination to, ByteBuf datagram) {
        ByteBuf into = begin(datagram.readableBytes());
        int index = into.writerIndex();
        into.writeBytes(datagram, datagram.readerIndex(), datagram.readableBytes());
        end(to, index);
    }

    /// Sends what stands here, socket by socket.
    void flush() {
        owner.assertOwned();
        flushPending = false;
        try {
            for (int from = 0; from < messages; ) {
                Sender sender = destinations[from].sender();
                int to = from + 1;
                while (to < messages && destinations[to].sender() == sender) {
                    to++;
                }
                sender.send(this, from, to);
                from = to;
            }
        } finally {
            messages = 0;
            memory.clear();
        }
    }

    /// Gives messages to the kernel, past the channel.
    ///
    /// @return how many it took; if it refused the first, the negative error number
    int sendNow(int descriptor, int from, int to) {
        for (int i = from; i < to; i++) {
            array.set(
                    i,
                    destinations[i].address(),
                    segment.address() + offsets[i],
                    lengths[i],
                    segmentSizes[i]);
        }
        return array.send(descriptor, from, to);
    }

    Destination destination(int message) {
        return destinations[message];
    }

    int segmentSize(int message) {
        return segmentSizes[message];
    }

    int length(int message) {
        return lengths[message];
    }

    /// Lent until the flush is over.
    ByteBuf memory() {
        return memory;
    }

    int offset(int message) {
        return offsets[message];
    }
}
