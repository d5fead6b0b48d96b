package weir.wire;

import io.netty.buffer.ByteBuf;

/// What a datagram on a WebRTC port is, told by its first byte (RFC 7983 §7), and RTCP from RTP by
/// the second (RFC 5761 §4).
///
/// A value.
public enum DatagramKind {
    STUN,
    DTLS,
    RTP,
    RTCP,
    /// Nothing that Weir speaks: ZRTP, TURN channels, QUIC, garbage, and datagrams too short to
    /// tell.
    OTHER;

    private static final int RTCP_TYPE_FIRST = 192;
    private static final int RTCP_TYPE_LAST = 223;

    /// Tells the kind by the bytes at the reader index, and moves nothing. That it is well-formed
    /// is not said.
    ///
    /// @param datagram lent
    public static DatagramKind of(ByteBuf datagram) {
        if (datagram.readableBytes() < 2) {
            return OTHER;
        }
        int first = datagram.getUnsignedByte(datagram.readerIndex());
        if (first < 4) {
            return STUN;
        }
        if (first >= 20 && first < 64) {
            return DTLS;
        }
        if (first >= 128 && first < 192) {
            int second = datagram.getUnsignedByte(datagram.readerIndex() + 1);
            return second >= RTCP_TYPE_FIRST && second <= RTCP_TYPE_LAST ? RTCP : RTP;
        }
        return OTHER;
    }
}
