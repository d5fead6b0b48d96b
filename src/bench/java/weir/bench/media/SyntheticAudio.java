package weir.bench.media;

import io.netty.buffer.ByteBuf;

/// Audio that has the shape of Opus (RFC 7587) but no sound: 50 packets a second of 160 bytes.
public final class SyntheticAudio {
    public static final int CLOCK_RATE = 48_000;
    public static final int PACKETS_PER_SECOND = 50;

    /// Bytes of header and payload, before SRTP.
    public static final int PACKET_LENGTH = 160;

    /// Fullband, 20 ms, stereo, one frame (RFC 6716 §3.1).
    private static final int TABLE_OF_CONTENTS = 0xfc;

    private final RtpSource source;
    private int counter;

    public SyntheticAudio(RtpSource source) {
        this.source = source;
    }

    public RtpSource source() {
        return source;
    }

    /// Writes the next packet from index 0 on.
    ///
    /// @return its bytes
    public int write(long intendedNanos, ByteBuf into) {
        source.writeHeader(into, counter == 0, PACKET_LENGTH - RtpSource.HEADER_LENGTH);
        into.setByte(12, TABLE_OF_CONTENTS);
        PacketStamp.write(into, PACKET_LENGTH, counter++, false, intendedNanos);
        source.advance(CLOCK_RATE / PACKETS_PER_SECOND);
        return PACKET_LENGTH;
    }
}
