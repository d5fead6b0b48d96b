package weir.srtp;

import io.netty.buffer.ByteBuf;

import java.util.Objects;

/// Protects what goes to one peer (RFC 3711 §3.3, RFC 7714): seals RTP and RTCP in place.
///
/// **The nonce rule.** Nonce and key stream of a packet come from SSRC and index alone. Sealing two
/// different packets with one index gives away the XOR of their payloads, and under GCM the key
/// that makes tags. So an index may be sealed again only from the same bytes: the same header and
/// the same payload, as when the packet itself is retransmitted. A mistake here is ours, and must
/// not leave the node; it is looked for in every profile:
///
/// - of the last [#HORIZON] indices of each SSRC, the first 4 bytes of the tag are kept;
/// - an index above the highest is new, and costs no more than that one store;
/// - another index is sealed, and its tag compared. A different one means different bytes: what was
///   written is wiped, and [IllegalStateException] thrown;
/// - an index that was skipped may be sealed late, once: it is marked as never used;
/// - an index below the horizon, or before roll-over 0, cannot be proven unused: it is wiped and
///   thrown at likewise. Whoever keeps packets for retransmission keeps no more than the horizon.
///
/// The roll-over counter follows from the sequence numbers (RFC 3711 §3.3.1). The first packet of
/// an SSRC has roll-over 0; a step of more than 32768 is taken for one back.
///
/// Owned, one per peer. After an exception the session is to be closed.
public final class SrtpSender implements AutoCloseable {
    /// SSRCs that one peer is sent, RTP only.
    public static final int SSRCS_MAX = 64;

    /// How far behind the highest index of an SSRC a packet may be sealed, or sealed again.
    public static final int HORIZON = SealedIndices.LENGTH;

    private static final int RTP_HEADER_LENGTH_MIN = 12;
    private static final int RTCP_HEADER_LENGTH = 8;
    private static final int ENCRYPTED = 1 << 31;

    private final SrtpProfile profile;
    private final SrtpTransform transform;
    private final SsrcSlots slots = new SsrcSlots(SSRCS_MAX);
    private final SealedIndices[] sealed = new SealedIndices[SSRCS_MAX];
    private int nextRtcpIndex;
    private boolean closed;

    /// @param masterKey  16 bytes, lent
    /// @param masterSalt as long as the profile says, lent
    public SrtpSender(SrtpEngine engine, SrtpProfile profile, byte[] masterKey, byte[] masterSalt) {
        this.profile = profile;
        transform = SrtpTransform.of(engine, profile, masterKey, masterSalt);
    }

    /// Seals a packet in place and appends the tag, for which the chunk must have room.
    ///
    /// @param chunk        lent; reader and writer index are neither looked at nor moved
    /// @param index        where the packet begins
    /// @param headerLength bytes that stay in the clear: see `RtpHeader.length()`
    /// @param length       bytes of header and payload
    /// @return bytes of the sealed packet
    /// @throws IllegalStateException if the packet would break the nonce rule, which leaves zeros
    ///     in its place, or is of one SSRC too many
    public int sealRtp(ByteBuf chunk, int index, int headerLength, int length) {
        SealedIndices indices = indicesAt(chunk, index, headerLength, length);
        long packetIndex = indices.indexOf(chunk.getUnsignedShort(index + 2));
        int ssrc = chunk.getInt(index + 8);
        if (!indices.covers(packetIndex)) {
            chunk.setZero(index, length);
            throw refused(ssrc, packetIndex, "cannot be proven unused");
        }
        if (!seal(indices, packetIndex, chunk, index, headerLength, length)) {
            throw refused(ssrc, packetIndex, "was sealed from other bytes");
        }
        return length + profile.tagLength();
    }

    /// As [#sealRtp], of a packet that somebody else numbered, or that was kept under such a
    /// number. It may be another than the one that was sealed, for publishers do as they like: that
    /// is not our mistake, and is not sent.
    ///
    /// @return bytes of the sealed packet; 0 if it would break the nonce rule, and zeros are in its
    ///     place
    public int trySealRtp(ByteBuf chunk, int index, int headerLength, int length) {
        SealedIndices indices = indicesAt(chunk, index, headerLength, length);
        long packetIndex = indices.indexOf(chunk.getUnsignedShort(index + 2));
        if (!indices.covers(packetIndex)) {
            chunk.setZero(index, length);
            return 0;
        }
        return seal(indices, packetIndex, chunk, index, headerLength, length)
                ? length + profile.tagLength()
                : 0;
    }

    private SealedIndices indicesAt(ByteBuf chunk, int index, int headerLength, int length) {
        requireOpen();
        Objects.checkFromToIndex(RTP_HEADER_LENGTH_MIN, headerLength, length);
        // An array that is shared by many buffers does not check this itself.
        Objects.checkFromIndexSize(index, length + profile.tagLength(), chunk.capacity());
        return indicesOf(chunk.getInt(index + 8));
    }

    /// @return false if the index was sealed from other bytes: what was written is wiped
    private boolean seal(
            SealedIndices indices,
            long packetIndex,
            ByteBuf chunk,
            int index,
            int headerLength,
            int length) {
        int ssrc = chunk.getInt(index + 8);
        transform.sealRtp(chunk, index, headerLength, length, ssrc, packetIndex);
        boolean kept = indices.record(packetIndex, chunk.getInt(index + length));
        if (!kept) {
            chunk.setZero(index, length + profile.tagLength());
        }
        return kept;
    }

    private SealedIndices indicesOf(int ssrc) {
        int slot = slots.find(ssrc);
        if (slot != SsrcSlots.NONE) {
            return sealed[slot];
        }
        if (slots.isFull()) {
            throw new IllegalStateException("more than " + SSRCS_MAX + " SSRCs to one peer");
        }
        SealedIndices indices = new SealedIndices();
        sealed[slots.add(ssrc)] = indices;
        return indices;
    }

    private static IllegalStateException refused(int ssrc, long packetIndex, String why) {
        return new IllegalStateException(
                "nonce rule: SRTP index %d of SSRC %s %s"
                        .formatted(packetIndex, Integer.toUnsignedString(ssrc), why));
    }

    /// Seals a compound packet in place and appends index word and tag, for which the chunk must
    /// have room.
    ///
    /// All SSRCs share one count of indices: each sees gaps, which RFC 3711 §3.4 leaves to the
    /// sender, and no index is ever used twice.
    ///
    /// @param chunk  lent; reader and writer index are neither looked at nor moved
    /// @param index  where the packet begins
    /// @param length bytes of the compound packet
    /// @return bytes of the sealed packet
    /// @throws IllegalStateException after 2^31 packets
    public int sealRtcp(ByteBuf chunk, int index, int length) {
        requireOpen();
        Objects.checkFromToIndex(0, RTCP_HEADER_LENGTH, length);
        int sealedLength = length + profile.srtcpOverhead();
        Objects.checkFromIndexSize(index, sealedLength, chunk.capacity());
        if (nextRtcpIndex < 0) {
            throw new IllegalStateException("all SRTCP indices are used");
        }
        int ssrc = chunk.getInt(index + 4);
        transform.sealRtcp(chunk, index, length, ssrc, nextRtcpIndex++ | ENCRYPTED);
        return sealedLength;
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("the sender is closed");
        }
    }

    /// Nothing is sealed from here on.
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            transform.close();
        }
    }
}
