package weir.bench.media;

import io.netty.buffer.ByteBuf;

/// The RTP side of one medium of a publisher: numbers, SSRC and counts. Owned by its loop.
public final class RtpSource {
    /// Bytes of the header: no extensions, no contributing sources.
    public static final int HEADER_LENGTH = 12;

    private final int ssrc;
    private final int payloadType;
    private int sequenceNumber;
    private int timestamp;
    private long packets;
    private long octets;

    public RtpSource(int ssrc, int payloadType, int firstSequenceNumber, int firstTimestamp) {
        this.ssrc = ssrc;
        this.payloadType = payloadType;
        this.sequenceNumber = firstSequenceNumber & 0xffff;
        this.timestamp = firstTimestamp;
    }

    /// Writes the header of the next packet.
    void writeHeader(ByteBuf into, boolean marker, int payloadLength) {
        into.setByte(0, 0x80);
        into.setByte(1, marker ? payloadType | 0x80 : payloadType);
        into.setShort(2, sequenceNumber);
        into.setInt(4, timestamp);
        into.setInt(8, ssrc);
        sequenceNumber = sequenceNumber + 1 & 0xffff;
        packets++;
        octets += payloadLength;
    }

    void advance(int ticks) {
        timestamp += ticks;
    }

    public int ssrc() {
        return ssrc;
    }

    /// Of the next packet.
    public int timestamp() {
        return timestamp;
    }

    /// Sent so far.
    public long packets() {
        return packets;
    }

    /// Of payload, sent so far.
    public long octets() {
        return octets;
    }
}
