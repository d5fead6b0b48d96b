package weir.forward;

import weir.rtp.Burst;
import weir.rtp.RtpPacket;

import java.util.ArrayList;
import java.util.List;

/// Puts parameter sets before those key frames of one publisher that come without them, as a packet
/// more, so that everybody can start at each of them. What comes behind it moves up by one number:
/// to whoever is given these packets, a link or a viewer's [Rewriter], the publisher has sent them
/// so.
///
/// Owned by the publisher's loop.
public final class ParameterSetInserter {
    /// As many as a peer may have sources. More are left as they are: to forget one would be to
    /// give its numbers away a second time.
    private static final int SOURCES_MAX = 16;

    private final List<CompletedSource> sources = new ArrayList<>(2);
    private long inserted;

    /// @param burst lent
    /// @return the same where nothing is to be changed; to be closed by the caller
    public MediaBurst complete(MediaBurst burst) {
        int unchanged = 0;
        while (unchanged < burst.size() && isUnchanged(burst.get(unchanged))) {
            unchanged++;
        }
        if (unchanged == burst.size()) {
            return burst.share();
        }
        Burst packets = new Burst();
        List<MediaPacket> completed = new ArrayList<>(burst.size() + 1);
        for (int i = 0; i < burst.size(); i++) {
            MediaPacket packet = burst.get(i);
            if (i < unchanged || i > unchanged && isUnchanged(packet)) {
                packets.add(packet.rtp());
                completed.add(packet);
            } else {
                add(packet, find(packet), packets, completed);
            }
        }
        return new MediaBurst(
                packets, completed.toArray(MediaPacket[]::new), completed.size(), burst.refused());
    }

    private boolean isUnchanged(MediaPacket packet) {
        CompletedSource source = find(packet);
        if (source == null) {
            return true;
        }
        source.onPacket(packet);
        return source.keepsNumber();
    }

    /// @return null for one that is left as it is: on the path of packets
    private CompletedSource find(MediaPacket packet) {
        int ssrc = packet.rtp().ssrc();
        for (int i = 0; i < sources.size(); i++) {
            if (sources.get(i).ssrc() == ssrc) {
                return sources.get(i);
            }
        }
        if (sources.size() == SOURCES_MAX || !CompletedSource.isCompleted(packet.descriptor())) {
            return null;
        }
        sources.add(new CompletedSource(packet.rtp(), packet.descriptor()));
        return sources.getLast();
    }

    private void add(
            MediaPacket packet,
            CompletedSource source,
            Burst packets,
            List<MediaPacket> completed) {
        if (source.inserts()) {
            try (MediaPacket sets = source.insert(packet.rtp())) {
                packets.add(sets.rtp());
                completed.add(sets);
                inserted++;
            }
        }
        int number = source.number();
        if (number == SequenceShift.NONE) {
            return;
        }
        try (RtpPacket renumbered = CompletedSource.renumber(packet.rtp(), number)) {
            packets.add(renumbered);
            completed.add(new MediaPacket(renumbered, packet.descriptor(), packet.dependencies()));
        }
    }

    /// How many key frames were completed.
    public long inserted() {
        return inserted;
    }
}
