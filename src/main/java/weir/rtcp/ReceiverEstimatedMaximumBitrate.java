package weir.rtcp;

import io.netty.buffer.ByteBuf;

import weir.wire.MalformedPacketException;

import java.util.List;

/// The most that the sources named may send together (REMB), draft-alvestrand-rmcat-remb-03 §2.2
/// (PSFB, FMT 15). A value. The media SSRC of the common header is 0.
///
/// ```
/// |  Unique identifier 'R' 'E' 'M' 'B'                            |
/// |  Num SSRC     | BR Exp    |  BR Mantissa                      |
/// |   SSRC feedback                                             ...
/// ```
///
/// @param bitrateBps 0 or more; written with 18 significant bits, the rest cut off
/// @param ssrcs      255 at most
public record ReceiverEstimatedMaximumBitrate(int senderSsrc, long bitrateBps, List<Integer> ssrcs)
        implements RtcpPacket {
    static final int FORMAT = 15;
    private static final int IDENTIFIER = 'R' << 24 | 'E' << 16 | 'M' << 8 | 'B';
    private static final int IDENTIFIER_INDEX = 8;
    private static final int FIXED_LENGTH = 16;
    private static final int MANTISSA_BITS = 18;
    private static final int SSRCS_MAX = 255;

    public ReceiverEstimatedMaximumBitrate {
        if (bitrateBps < 0) {
            throw new IllegalArgumentException("a bit rate is 0 or more: " + bitrateBps);
        }
        if (ssrcs.size() > SSRCS_MAX) {
            throw new IllegalArgumentException("REMB names 255 SSRCs at most: " + ssrcs.size());
        }
        ssrcs = List.copyOf(ssrcs);
    }

    /// Whether application layer feedback is a REMB: format 15 is free for others too (RFC 4585
    /// §6.4).
    static boolean isAt(ByteBuf body) {
        return body.readableBytes() >= FIXED_LENGTH
                && body.getInt(body.readerIndex() + IDENTIFIER_INDEX) == IDENTIFIER;
    }

    static ReceiverEstimatedMaximumBitrate read(ByteBuf body) throws MalformedPacketException {
        int senderSsrc = body.readInt();
        body.skipBytes(2 * Integer.BYTES);
        int count = body.readUnsignedByte();
        int rate = body.readUnsignedMedium();
        RtcpRule.RTCP_REMB_TRUNCATED.require(body.readableBytes() >= count * Integer.BYTES);
        long bitrateBps = bitrate(rate >> MANTISSA_BITS, rate & (1 << MANTISSA_BITS) - 1);
        return new ReceiverEstimatedMaximumBitrate(
                senderSsrc, bitrateBps, CompoundReader.readSsrcs(body, count));
    }

    /// What 63 bits cannot hold is no limit: the greatest they can.
    private static long bitrate(int exponent, long mantissa) {
        return exponent >= Long.numberOfLeadingZeros(mantissa)
                ? Long.MAX_VALUE
                : mantissa << exponent;
    }

    void write(ByteBuf out) {
        int exponent =
                Math.max(0, Long.SIZE - Long.numberOfLeadingZeros(bitrateBps) - MANTISSA_BITS);
        out.writeInt(senderSsrc);
        out.writeInt(0);
        out.writeInt(IDENTIFIER);
        out.writeByte(ssrcs.size());
        out.writeMedium(exponent << MANTISSA_BITS | (int) (bitrateBps >>> exponent));
        ssrcs.forEach(out::writeInt);
    }
}
