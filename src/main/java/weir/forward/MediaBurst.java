package weir.forward;

import weir.rtp.Burst;
import weir.wire.MalformedPacketException;

import java.util.List;
import java.util.Objects;

/// The packets of one [Burst] with what [BurstReader] read of them.
///
/// A packet whose payload breaks its format is not among them, see [#refused()]. Shares of it are
/// shares of the burst: [#share()] gives another, and each is closed once. Immutable; shares may be
/// held and closed on any thread.
public final class MediaBurst implements AutoCloseable {
    private final Burst burst;
    private final MediaPacket[] packets;
    private final List<MalformedPacketException.Rule> refused;
    private final int size;

    /// @param burst given
    MediaBurst(
            Burst burst,
            MediaPacket[] packets,
            int size,
            List<MalformedPacketException.Rule> refused) {
        this.burst = burst;
        this.packets = packets;
        this.size = size;
        this.refused = refused;
    }

    public int size() {
        return size;
    }

    /// Lent: [MediaPacket#share()] it to keep it beyond the burst.
    public MediaPacket get(int index) {
        return packets[Objects.checkIndex(index, size)];
    }

    /// The rules that payloads broke, one for each packet that was left out.
    public List<MalformedPacketException.Rule> refused() {
        return refused;
    }

    public MediaBurst share() {
        burst.share();
        return this;
    }

    @Override
    public void close() {
        burst.close();
    }
}
