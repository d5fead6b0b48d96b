package weir.rtcp;

import io.netty.buffer.ByteBuf;

import weir.wire.MalformedPacketException;

import java.util.Arrays;

/// When the packets of one transport arrived, draft-holmer-rmcat-transport-wide-cc-extensions-01
/// §3.1 (RTPFB, FMT 15). A value.
///
/// ```
/// |      base sequence number     |      packet status count      |
/// |                 reference time                | fb pkt. count |
/// |          packet chunk         |         packet chunk          |
/// |         recv deltas of 1 or 2 bytes, and zero padding       ...
/// ```
///
/// @param mediaSsrc          of one of the packets; the feedback covers all
/// @param baseSequenceNumber transport-wide, 0..65535: of the first status
/// @param referenceTime      0..2²⁴-1 in units of 64 ms of an unknown clock, wraps after 12 days
/// @param feedbackCount      0..255, wraps: how many feedback packets went before
/// @param arrivals           one entry a status, 1 to 8192: ticks of 250 µs since the reference
///                           time, or [#NOT_RECEIVED]; from one received to the next (the first:
///                           from 0) −32768..32767. Given away: nobody changes it any more
public record TransportFeedback(
        int senderSsrc,
        int mediaSsrc,
        int baseSequenceNumber,
        int referenceTime,
        int feedbackCount,
        int[] arrivals)
        implements RtcpPacket {

    /// The entry of a packet that has not arrived; no arrival can have this value.
    public static final int NOT_RECEIVED = Integer.MIN_VALUE;

    /// Statuses of one packet. The wire allows 65535 in 20 bytes; this is what one buys with them.
    public static final int STATUSES_MAX = 8192;

    public static final long TICK_NANOS = 250_000;

    /// Ticks of one unit of the reference time.
    public static final int REFERENCE_TICKS = 256;

    static final int FORMAT = 15;
    private static final int FIXED_LENGTH = 8;

    public TransportFeedback {
        if (arrivals.length < 1 || arrivals.length > STATUSES_MAX) {
            throw new IllegalArgumentException("1 to 8192 statuses, not " + arrivals.length);
        }
        int last = 0;
        for (int arrival : arrivals) {
            if (arrival != NOT_RECEIVED) {
                if (!isDelta((long) arrival - last)) {
                    throw new IllegalArgumentException("a delta of " + ((long) arrival - last));
                }
                last = arrival;
            }
        }
    }

    /// Whether that many ticks may lie between one packet received and the next.
    public static boolean isDelta(long ticks) {
        return ticks == (short) ticks;
    }

    public int statusCount() {
        return arrivals.length;
    }

    public boolean isReceived(int index) {
        return arrivals[index] != NOT_RECEIVED;
    }

    /// The transport-wide sequence number of a status, 0..65535.
    public int sequenceNumber(int index) {
        return baseSequenceNumber + index & 0xffff;
    }

    static TransportFeedback read(ByteBuf body) throws MalformedPacketException {
        int senderSsrc = body.readInt();
        int mediaSsrc = body.readInt();
        RtcpRule.RTCP_TRANSPORT_FEEDBACK_TRUNCATED.require(body.readableBytes() >= FIXED_LENGTH);
        int base = body.readUnsignedShort();
        int count = body.readUnsignedShort();
        int referenceTime = body.readUnsignedMedium();
        int feedbackCount = body.readUnsignedByte();
        RtcpRule.RTCP_TRANSPORT_FEEDBACK_COUNT.require(count >= 1 && count <= STATUSES_MAX);
        int[] arrivals = StatusChunks.read(body, count);
        readDeltas(body, arrivals);
        return new TransportFeedback(
                senderSsrc, mediaSsrc, base, referenceTime, feedbackCount, arrivals);
    }

    /// @param arrivals statuses as they were read; each becomes the arrival
    private static void readDeltas(ByteBuf body, int[] arrivals) throws MalformedPacketException {
        int last = 0;
        for (int i = 0; i < arrivals.length; i++) {
            int length = arrivals[i];
            if (length == StatusChunks.NOT_RECEIVED) {
                arrivals[i] = NOT_RECEIVED;
                continue;
            }
            RtcpRule.RTCP_TRANSPORT_FEEDBACK_TRUNCATED.require(body.readableBytes() >= length);
            last += length == StatusChunks.SMALL ? body.readUnsignedByte() : body.readShort();
            arrivals[i] = last;
        }
    }

    void write(ByteBuf out) {
        int start = out.writerIndex();
        out.writeInt(senderSsrc);
        out.writeInt(mediaSsrc);
        out.writeShort(baseSequenceNumber);
        out.writeShort(arrivals.length);
        out.writeMedium(referenceTime);
        out.writeByte(feedbackCount);
        StatusChunks.write(statuses(), out);
        writeDeltas(out);
        // Without the P bit, which only the last packet of a compound may have: the statuses tell
        // where the deltas end.
        out.writeZero(start - out.writerIndex() & 3);
    }

    private byte[] statuses() {
        byte[] statuses = new byte[arrivals.length];
        int last = 0;
        for (int i = 0; i < arrivals.length; i++) {
            if (isReceived(i)) {
                statuses[i] = status(arrivals[i] - last);
                last = arrivals[i];
            }
        }
        return statuses;
    }

    private static byte status(int delta) {
        return delta >= 0 && delta <= 255 ? StatusChunks.SMALL : StatusChunks.LARGE;
    }

    private void writeDeltas(ByteBuf out) {
        int last = 0;
        for (int arrival : arrivals) {
            if (arrival == NOT_RECEIVED) {
                continue;
            }
            int delta = arrival - last;
            if (status(delta) == StatusChunks.SMALL) {
                out.writeByte(delta);
            } else {
                out.writeShort(delta);
            }
            last = arrival;
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TransportFeedback that
                && senderSsrc == that.senderSsrc
                && mediaSsrc == that.mediaSsrc
                && baseSequenceNumber == that.baseSequenceNumber
                && referenceTime == that.referenceTime
                && feedbackCount == that.feedbackCount
                && Arrays.equals(arrivals, that.arrivals);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * baseSequenceNumber + referenceTime) + Arrays.hashCode(arrivals);
    }

    @Override
    public String toString() {
        return "TransportFeedback[base="
                + baseSequenceNumber
                + ", referenceTime="
                + referenceTime
                + ", feedbackCount="
                + feedbackCount
                + ", arrivals="
                + Arrays.toString(arrivals)
                + "]";
    }
}
