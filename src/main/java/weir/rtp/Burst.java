package weir.rtp;

import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;

/// The packets that one read of a socket brought for one session, in the order of their arrival:
/// the unit that moves through the node.
///
/// It owns a share of each packet. [#share()] gives another hold on the same burst, and each is
/// closed once; the packets go with the last. Immutable after [#add] is no longer called; shares
/// may be held and closed on any thread.
public final class Burst implements AutoCloseable {
    private final AtomicInteger shares = new AtomicInteger(1);
    private RtpPacket[] packets = new RtpPacket[8];
    private int size;

    /// Only before the burst is handed on.
    ///
    /// @param packet lent; the burst takes a share
    public void add(RtpPacket packet) {
        if (size == packets.length) {
            packets = Arrays.copyOf(packets, 2 * size);
        }
        packets[size++] = packet.share();
    }

    public int size() {
        return size;
    }

    /// Lent: [RtpPacket#share()] it to keep it beyond the burst.
    public RtpPacket get(int index) {
        return packets[Objects.checkIndex(index, size)];
    }

    public Burst share() {
        shares.incrementAndGet();
        return this;
    }

    @Override
    public void close() {
        int left = shares.decrementAndGet();
        if (left < 0) {
            throw new IllegalStateException("burst closed more often than shared");
        }
        if (left == 0) {
            for (int i = 0; i < size; i++) {
                packets[i].close();
            }
        }
    }
}
