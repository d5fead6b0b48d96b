package weir.stream;

import weir.forward.MediaPacket;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/// The packets of one encoding from its newest key frame on, in the order of their coming, as long
/// as they are not too many. Owned by a [StartingPoint].
final class GroupOfPictures implements AutoCloseable {
    /// A third of what 16 bits tell apart on one side.
    static final int PACKETS_MAX = 10_000;

    /// By now a packet that was lost has been repaired, or never is.
    private static final long HOLE_NANOS_MAX = 500_000_000;

    private final long lengthNanosMax;
    private final long bytesMax;
    private final List<MediaPacket> packets = new ArrayList<>(0);
    private final BitSet numbers = new BitSet();
    private long bytes;
    private int firstSequence;
    private int timestamp;
    private int highest;
    private boolean headless;
    private long holeNanos;

    /// @param lengthNanosMax from the first packet's arrival to the last one's
    /// @param bytesMax       of all packets
    GroupOfPictures(long lengthNanosMax, long bytesMax) {
        this.lengthNanosMax = lengthNanosMax;
        this.bytesMax = bytesMax;
    }

    /// @param packet lent; a share of it is kept
    /// @return false if the group has become too long, and was given up
    boolean add(MediaPacket packet) {
        if (beginsAnother(packet)) {
            begin(packet);
        } else if (packets.isEmpty()) {
            return true;
        }
        int number = number(packet.rtp().sequenceNumber());
        if (number < 0) {
            headless |= packet.rtp().timestamp() == timestamp;
            return true;
        }
        if (numbers.get(number)) {
            return true;
        }
        numbers.set(number);
        bytes += packet.rtp().bytes().readableBytes();
        packets.add(packet.share());
        boolean whole = highest + 2 == packets.size();
        highest = Math.max(highest, number);
        if (whole && !isWhole()) {
            holeNanos = packet.rtp().arrivalNanos();
        }
        if (isTooLong(packet)) {
            close();
            return false;
        }
        return true;
    }

    /// Parameter sets and the picture behind them are one beginning; what came late is none.
    private boolean beginsAnother(MediaPacket packet) {
        return packet.descriptor().startsKeyFrame()
                && (packets.isEmpty()
                        || packet.rtp().timestamp() != timestamp
                                && number(packet.rtp().sequenceNumber()) > 0);
    }

    private void begin(MediaPacket packet) {
        close();
        firstSequence = packet.rtp().sequenceNumber();
        timestamp = packet.rtp().timestamp();
        highest = -1;
        headless = false;
    }

    private int number(int sequenceNumber) {
        return (short) (sequenceNumber - firstSequence);
    }

    private boolean isTooLong(MediaPacket packet) {
        long length = packet.rtp().arrivalNanos() - packets.getFirst().rtp().arrivalNanos();
        return length > lengthNanosMax || bytes > bytesMax || packets.size() > PACKETS_MAX;
    }

    private boolean isWhole() {
        return highest + 1 == packets.size();
    }

    /// Whether somebody can start with it: it has its beginning, and what is missing may still
    /// come.
    boolean isUsable(long nowNanos) {
        return !packets.isEmpty()
                && !headless
                && (isWhole() || nowNanos - holeNanos < HOLE_NANOS_MAX);
    }

    /// Lent; changes with the next packet.
    List<MediaPacket> packets() {
        return packets;
    }

    @Override
    public void close() {
        packets.forEach(MediaPacket::close);
        packets.clear();
        numbers.clear();
        bytes = 0;
    }
}
