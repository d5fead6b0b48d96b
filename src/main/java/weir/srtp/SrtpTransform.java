package weir.srtp;

import io.netty.buffer.ByteBuf;

/// A cryptographic transform (RFC 3711 §4, RFC 7714) with the session keys of one direction: bytes
/// to bytes. It knows no roll-over, no replay and no nonce rule; those are [SrtpSender]'s and
/// [SrtpReceiver]'s, who own it. One implementation per profile and crypto library, all of a
/// profile with equal output.
///
/// Indices are absolute. All bytes named lie within their buffer: the callers have checked.
interface SrtpTransform extends AutoCloseable {
    static SrtpTransform of(
            SrtpEngine engine, SrtpProfile profile, byte[] masterKey, byte[] masterSalt) {
        SessionKeys rtp = SessionKeys.forRtp(profile, masterKey, masterSalt);
        SessionKeys rtcp = SessionKeys.forRtcp(profile, masterKey, masterSalt);
        return switch (engine) {
            case JDK ->
                    switch (profile) {
                        case AEAD_AES_128_GCM -> new JdkGcmTransform(rtp, rtcp);
                        case AES128_CM_HMAC_SHA1_80 -> new JdkCounterModeTransform(rtp, rtcp);
                    };
            case LIBCRYPTO ->
                    switch (profile) {
                        case AEAD_AES_128_GCM -> new LibcryptoGcmTransform(rtp, rtcp);
                        case AES128_CM_HMAC_SHA1_80 -> new LibcryptoCounterModeTransform(rtp, rtcp);
                    };
        };
    }

    /// Encrypts `length - headerLength` bytes behind the header in place, and writes the tag behind
    /// them. The same packet may be sealed again with the same index, also at once.
    ///
    /// @param chunk       lent; its indices do not move
    /// @param length      bytes of header and payload
    /// @param packetIndex 48 bits
    void sealRtp(
            ByteBuf chunk, int index, int headerLength, int length, int ssrc, long packetIndex);

    /// Encrypts all but the first 8 bytes in place, and writes word and tag behind them. An index
    /// is used once.
    ///
    /// @param chunk lent; its indices do not move
    /// @param word  E bit and 31 bits of index
    void sealRtcp(ByteBuf chunk, int index, int length, int ssrc, int word);

    /// @param srtp  lent: the whole packet, with the tag; nothing moves
    /// @param clear lent: header and payload are appended if the tag is right
    /// @return whether the tag is right
    boolean openRtp(ByteBuf srtp, int headerLength, int ssrc, long packetIndex, ByteBuf clear);

    /// @param srtcp lent: the whole packet, with word and tag; nothing moves
    /// @param word  as it stands in the packet
    /// @param clear lent: the packet without word and tag is appended if the tag is right
    /// @return whether the tag is right
    boolean openRtcp(ByteBuf srtcp, int ssrc, int word, ByteBuf clear);

    /// Frees what lies outside of the heap. Called once, last.
    @Override
    default void close() {}
}
