package weir.recovery;

import weir.rtp.RtpPacket;
import weir.rtp.SequenceUnwrapper;

import java.util.Optional;
import java.util.function.Function;

/// The last packets of one SSRC, to answer NACKs from.
///
/// It holds a share of each packet and closes it when the packet is replaced, falls out of the
/// window of the newest numbers or out of the bytes allowed, oldest first. One per SSRC and epoch:
/// after a publisher has restarted its numbers, begin with a new one. Owned by one loop.
///
/// @param <P> a packet, with what is kept beside it
public final class RetransmissionBuffer<P> implements AutoCloseable {
    private static final int CAPACITY_MAX = 32_768;

    private final P[] packets;
    private final Function<P, RtpPacket> rtp;
    private final int mask;
    private final long bytesMax;
    private final SequenceUnwrapper unwrapper = new SequenceUnwrapper();
    private long oldest;
    private long bytes;

    /// @param capacity sequence numbers held, a power of two, 1 to 32768
    /// @param rtp      the packet itself, of which shares are held
    public RetransmissionBuffer(int capacity, Function<P, RtpPacket> rtp) {
        this(capacity, Long.MAX_VALUE, rtp);
    }

    /// @param capacity sequence numbers held, a power of two, 1 to 32768
    /// @param bytesMax bytes held in all, header and payload
    /// @param rtp      the packet itself, of which shares are held
    @SuppressWarnings("unchecked")
    RetransmissionBuffer(int capacity, long bytesMax, Function<P, RtpPacket> rtp) {
        if (Integer.bitCount(capacity) != 1 || capacity < 1 || capacity > CAPACITY_MAX) {
            throw new IllegalArgumentException(
                    "capacity must be a power of two up to " + CAPACITY_MAX + ", is " + capacity);
        }
        if (bytesMax < 0) {
            throw new IllegalArgumentException("bytesMax must be 0 or more, is " + bytesMax);
        }
        this.packets = (P[]) new Object[capacity];
        this.rtp = rtp;
        this.mask = capacity - 1;
        this.bytesMax = bytesMax;
    }

    /// Puts one packet in. What is here already or is older than the window stays out.
    ///
    /// @param packet lent; the buffer takes a share
    public void put(P packet) {
        long newest = unwrapper.highest();
        long number = unwrapper.unwrap(rtp.apply(packet).sequenceNumber());
        if (newest < 0) {
            oldest = number - mask;
        }
        advance(number - mask);
        int slot = slot(number);
        if (number < oldest || packets[slot] != null) {
            return;
        }
        packets[slot] = packet;
        bytes += rtp.apply(packet).share().bytes().readableBytes();
        while (bytes > bytesMax) {
            advance(oldest + 1);
        }
    }

    /// Closes what is older than the new oldest.
    private void advance(long first) {
        long afterLast = Math.min(first, oldest + packets.length);
        for (long number = oldest; number < afterLast; number++) {
            evict(slot(number));
        }
        oldest = Math.max(oldest, first);
    }

    private void evict(int slot) {
        P packet = packets[slot];
        if (packet != null) {
            bytes -= rtp.apply(packet).bytes().readableBytes();
            packets[slot] = null;
            rtp.apply(packet).close();
        }
    }

    private int slot(long number) {
        return (int) number & mask;
    }

    /// Never a packet of an earlier round of the 65536 numbers: the window is shorter than half of
    /// one, and what falls out of it is closed.
    ///
    /// @param sequenceNumber 0..65535
    /// @return lent: share it to keep it beyond the next [#put]
    public Optional<P> find(int sequenceNumber) {
        return Optional.ofNullable(packets[sequenceNumber & mask])
                .filter(packet -> rtp.apply(packet).sequenceNumber() == sequenceNumber);
    }

    /// Bytes held.
    long bytes() {
        return bytes;
    }

    @Override
    public void close() {
        for (int slot = 0; slot < packets.length; slot++) {
            evict(slot);
        }
    }
}
