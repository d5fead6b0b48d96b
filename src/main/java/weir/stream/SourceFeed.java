package weir.stream;

import weir.forward.SourceClock;
import weir.recovery.RetransmissionBuffer;
import weir.rtp.MediaKind;
import weir.rtp.RtpPacket;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// One publication as one loop sees it: its clock, and what of it can be sent again. A change of a
/// medium's SSRC begins another, as for its subscribers everything starts anew. Owned by its
/// [LoopFanOut].
final class SourceFeed implements AutoCloseable {
    /// About two seconds of video at 5 Mbit/s, and the horizon of the receivers' NACKs.
    private static final int RING_PACKETS = 1024;

    private static final int RINGS_MAX = 4;

    private record Ring(int ssrc, RetransmissionBuffer packets) {}

    private final PublicationRef publication;
    private final long generation;
    private final SourceClock clock;
    private final SourceSsrcs ssrcs;
    private final List<Ring> rings = new ArrayList<>(2);

    /// @param generation higher for each new feed of one fan-out
    SourceFeed(PublicationRef publication, long generation, SourceClock clock, SourceSsrcs ssrcs) {
        this.publication = publication;
        this.generation = generation;
        this.clock = clock;
        this.ssrcs = ssrcs;
    }

    /// Whether a packet is of the source that its medium comes from now. One burst may bring the
    /// end of one source and the start of the next.
    ///
    /// @param packet lent
    boolean carries(RtpPacket packet) {
        return ssrcs.isCurrent(packet);
    }

    PublicationRef publication() {
        return publication;
    }

    long generation() {
        return generation;
    }

    SourceClock clock() {
        return clock;
    }

    /// @param packet lent
    void keep(RtpPacket packet) {
        RetransmissionBuffer packets = find(packet.ssrc());
        if (packets == null && rings.size() < RINGS_MAX) {
            packets = new RetransmissionBuffer(RING_PACKETS);
            rings.add(new Ring(packet.ssrc(), packets));
        }
        if (packets != null) {
            packets.put(packet);
        }
    }

    private RetransmissionBuffer find(int ssrc) {
        for (Ring ring : rings) {
            if (ring.ssrc() == ssrc) {
                return ring.packets();
            }
        }
        return null;
    }

    /// @return lent
    Optional<RtpPacket> findPacket(int ssrc, int sequenceNumber) {
        RetransmissionBuffer packets = find(ssrc);
        return packets == null ? Optional.empty() : packets.find(sequenceNumber);
    }

    /// The packet of a medium whatever its SSRC.
    ///
    /// @return lent
    Optional<RtpPacket> findPacket(MediaKind kind, int sequenceNumber) {
        for (Ring ring : rings) {
            Optional<RtpPacket> packet = ring.packets().find(sequenceNumber);
            if (packet.isPresent() && packet.get().format().kind() == kind) {
                return packet;
            }
        }
        return Optional.empty();
    }

    @Override
    public void close() {
        rings.forEach(ring -> ring.packets().close());
        rings.clear();
    }
}
