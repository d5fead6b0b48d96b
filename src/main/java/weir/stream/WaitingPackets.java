package weir.stream;

import weir.forward.MediaPacket;

import java.util.ArrayDeque;
import java.util.List;

/// What one viewer is to be sent as soon as its path takes it: packets as the publisher made them,
/// since what is not numbered yet can still be left out. Owned by its [VideoQueue].
final class WaitingPackets implements AutoCloseable {
    /// More than a second at 20 Mbit/s.
    static final int PACKETS_MAX = 2048;

    private final ArrayDeque<MediaPacket> packets = new ArrayDeque<>(0);
    private int packetsMax = PACKETS_MAX;
    private long bytes;

    boolean isEmpty() {
        return packets.isEmpty();
    }

    /// Bytes of all that wait, as they came.
    long bytes() {
        return bytes;
    }

    /// What all others wait behind, however many they are. Only if nothing waits.
    ///
    /// @param past lent; a share of each is kept
    void begin(List<MediaPacket> past) {
        packetsMax = PACKETS_MAX + past.size();
        past.forEach(this::add);
    }

    /// @param packet lent; a share of it is kept
    /// @return false if too many wait
    boolean add(MediaPacket packet) {
        if (packets.size() >= packetsMax) {
            return false;
        }
        packets.add(packet.share());
        bytes += packet.rtp().bytes().readableBytes();
        return true;
    }

    /// The one that has waited longest; only if there is one.
    ///
    /// @return lent
    MediaPacket peek() {
        return packets.element();
    }

    /// As [#peek()], which waits no more.
    ///
    /// @return to be closed by the caller
    MediaPacket poll() {
        MediaPacket packet = packets.remove();
        bytes -= packet.rtp().bytes().readableBytes();
        return packet;
    }

    /// Drops all that wait.
    @Override
    public void close() {
        packets.forEach(MediaPacket::close);
        packets.clear();
        bytes = 0;
        packetsMax = PACKETS_MAX;
    }
}
