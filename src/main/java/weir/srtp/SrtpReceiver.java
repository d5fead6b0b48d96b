package weir.srtp;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

import weir.rtp.RtpHeader;
import weir.wire.MalformedPacketException;

/// Opens what comes from one peer (RFC 3711 §3.3, RFC 7714), out of place: the read buffer is big
/// and shared, and a packet that is kept must not pin it.
///
/// Only a packet with the right tag changes anything. The roll-over counter follows from the
/// sequence numbers (RFC 3711 §3.3.1), and the first packet of an SSRC has roll-over 0. What was
/// received before, or is older than the replay window, is refused before it is decrypted. Of 64
/// SSRCs at most a window is kept, for RTP and for RTCP each; those beyond are refused.
///
/// Owned, one per peer.
public final class SrtpReceiver implements AutoCloseable {
    /// As long as the horizon of retransmission: a packet asked for again is still new.
    private static final int RTP_WINDOW = 1024;

    private static final int RTCP_WINDOW = 128;
    private static final int RTCP_HEADER_LENGTH = 8;

    private final SrtpProfile profile;
    private final SrtpTransform transform;
    private final ReceivedSources rtp =
            new ReceivedSources(
                    RTP_WINDOW,
                    SrtpRule.SRTP_TOO_OLD,
                    SrtpRule.SRTP_REPLAYED,
                    SrtpRule.SRTP_SSRC_LIMIT);
    private final ReceivedSources rtcp =
            new ReceivedSources(
                    RTCP_WINDOW,
                    SrtpRule.SRTCP_TOO_OLD,
                    SrtpRule.SRTCP_REPLAYED,
                    SrtpRule.SRTCP_SSRC_LIMIT);

    /// @param masterKey  16 bytes, lent
    /// @param masterSalt as long as the profile says, lent
    public SrtpReceiver(
            SrtpEngine engine, SrtpProfile profile, byte[] masterKey, byte[] masterSalt) {
        this.profile = profile;
        transform = SrtpTransform.of(engine, profile, masterKey, masterSalt);
    }

    /// @param srtp      lent: one packet, from reader to writer index
    /// @param header    as read from these bytes
    /// @param allocator of the result
    /// @return header and payload in the clear, in a buffer of just that size; the caller's
    public ByteBuf openRtp(ByteBuf srtp, RtpHeader header, ByteBufAllocator allocator)
            throws MalformedPacketException {
        int clearLength = srtp.readableBytes() - profile.tagLength();
        SrtpRule.require(clearLength >= header.length(), SrtpRule.SRTP_TRUNCATED);
        int ssrc = header.ssrc();
        ReplayWindow window = rtp.windowOf(ssrc);
        long index = PacketIndex.estimate(window.highest(), header.sequenceNumber());
        rtp.requireNew(window, index);
        ByteBuf clear = allocator.buffer(clearLength, clearLength);
        boolean authentic = false;
        try {
            authentic = transform.openRtp(srtp, header.length(), ssrc, index, clear);
        } finally {
            if (!authentic) {
                clear.release();
            }
        }
        SrtpRule.require(authentic, SrtpRule.SRTP_AUTHENTICATION_FAILED);
        rtp.accept(ssrc, window, index);
        return clear;
    }

    /// @param srtcp     lent: one compound packet, from reader to writer index
    /// @param allocator of the result
    /// @return the compound packet in the clear, in a buffer of just that size; the caller's
    public ByteBuf openRtcp(ByteBuf srtcp, ByteBufAllocator allocator)
            throws MalformedPacketException {
        int start = srtcp.readerIndex();
        int clearLength = srtcp.readableBytes() - profile.srtcpOverhead();
        SrtpRule.require(clearLength >= RTCP_HEADER_LENGTH, SrtpRule.SRTCP_TRUNCATED);
        int word = srtcp.getInt(start + profile.srtcpWordOffset(clearLength));
        SrtpRule.require(word < 0, SrtpRule.SRTCP_NOT_ENCRYPTED);
        int ssrc = srtcp.getInt(start + 4);
        ReplayWindow window = rtcp.windowOf(ssrc);
        int index = word & Integer.MAX_VALUE;
        rtcp.requireNew(window, index);
        ByteBuf clear = allocator.buffer(clearLength, clearLength);
        boolean authentic = false;
        try {
            authentic = transform.openRtcp(srtcp, ssrc, word, clear);
        } finally {
            if (!authentic) {
                clear.release();
            }
        }
        SrtpRule.require(authentic, SrtpRule.SRTCP_AUTHENTICATION_FAILED);
        rtcp.accept(ssrc, window, index);
        return clear;
    }

    /// Nothing is opened from here on. Called once.
    @Override
    public void close() {
        transform.close();
    }
}
