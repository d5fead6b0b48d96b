package weir.srtp;

import io.netty.buffer.ByteBuf;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.Key;

import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// AES_CM_128_HMAC_SHA1_80 by SunJCE (RFC 3711 §4.1.1, §4.2.1). Owned.
///
/// The tag covers the packet as sent, and behind it the roll-over counter (RTP) or the word (RTCP,
/// where it stands before the tag).
final class JdkCounterModeTransform implements SrtpTransform {
    private static final int TAG_LENGTH = 10;
    private static final int MAC_LENGTH = 20;
    private static final int RTCP_HEADER_LENGTH = 8;
    private static final int BLOCK_LENGTH = 16;

    /// Cipher and authentication of RTP or of RTCP.
    private static final class Pair {
        private final Cipher cipher;
        private final Mac mac;
        private final Key key;
        private final SessionKeys keys;
        // Behind the salt come two bytes that stay 0: the block counter.
        private final byte[] counter = new byte[BLOCK_LENGTH];

        Pair(SessionKeys keys) {
            this.keys = keys;
            key = new SecretKeySpec(keys.encryptionKey(), "AES");
            try {
                cipher = Cipher.getInstance("AES/CTR/NoPadding", "SunJCE");
                mac = Mac.getInstance("HmacSHA1", "SunJCE");
                mac.init(new SecretKeySpec(keys.authenticationKey(), "HmacSHA1"));
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }

        /// Encrypts or decrypts, which is the same.
        void apply(int ssrc, long index, byte[] from, int offset, int length, byte[] to) {
            keys.writeInitializationVector(ssrc, index, counter);
            try {
                cipher.init(Cipher.ENCRYPT_MODE, key, new IvParameterSpec(counter));
                cipher.doFinal(from, offset, length, to, 0);
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }

        /// Ends the authenticated bytes with a word, and writes the MAC of all.
        void finish(byte[] word, byte[] to, int offset) {
            mac.update(word);
            try {
                mac.doFinal(to, offset);
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private final Pair rtp;
    private final Pair rtcp;
    private final ArrayView view = new ArrayView();
    private final ByteBuffer word = ByteBuffer.allocate(Integer.BYTES);
    // Results go here, not in place: SunJCE copies input that it would overwrite.
    private byte[] result = new byte[2048];

    JdkCounterModeTransform(SessionKeys rtp, SessionKeys rtcp) {
        this.rtp = new Pair(rtp);
        this.rtcp = new Pair(rtcp);
    }

    @Override
    public void sealRtp(
            ByteBuf chunk, int index, int headerLength, int length, int ssrc, long packetIndex) {
        int count = length - headerLength;
        view.turnTo(chunk, index, length, 0);
        ensureResult(count + MAC_LENGTH);
        int payload = view.offset() + headerLength;
        rtp.apply(ssrc, packetIndex, view.array(), payload, count, result);
        rtp.mac.update(view.array(), view.offset(), headerLength);
        rtp.mac.update(result, 0, count);
        rtp.finish(word.putInt(0, rollover(packetIndex)).array(), result, count);
        chunk.setBytes(index + headerLength, result, 0, count + TAG_LENGTH);
    }

    @Override
    public void sealRtcp(ByteBuf chunk, int index, int length, int ssrc, int indexWord) {
        int count = length - RTCP_HEADER_LENGTH;
        view.turnTo(chunk, index, length, 0);
        ensureResult(count + MAC_LENGTH);
        int body = view.offset() + RTCP_HEADER_LENGTH;
        int rtcpIndex = indexWord & Integer.MAX_VALUE;
        rtcp.apply(ssrc, rtcpIndex, view.array(), body, count, result);
        rtcp.mac.update(view.array(), view.offset(), RTCP_HEADER_LENGTH);
        rtcp.mac.update(result, 0, count);
        rtcp.finish(word.putInt(0, indexWord).array(), result, count);
        chunk.setBytes(index + RTCP_HEADER_LENGTH, result, 0, count);
        chunk.setInt(index + length, indexWord);
        chunk.setBytes(index + length + Integer.BYTES, result, count, TAG_LENGTH);
    }

    @Override
    public boolean openRtp(
            ByteBuf srtp, int headerLength, int ssrc, long packetIndex, ByteBuf clear) {
        int length = srtp.readableBytes() - TAG_LENGTH;
        view.turnTo(srtp, srtp.readerIndex(), length + TAG_LENGTH, 0);
        if (!isAuthentic(rtp, length, rollover(packetIndex), length)) {
            return false;
        }
        decrypt(rtp, ssrc, packetIndex, headerLength, length, clear);
        return true;
    }

    @Override
    public boolean openRtcp(ByteBuf srtcp, int ssrc, int indexWord, ByteBuf clear) {
        int length = srtcp.readableBytes() - TAG_LENGTH - Integer.BYTES;
        view.turnTo(srtcp, srtcp.readerIndex(), srtcp.readableBytes(), 0);
        if (!isAuthentic(rtcp, length, indexWord, length + Integer.BYTES)) {
            return false;
        }
        decrypt(rtcp, ssrc, indexWord & Integer.MAX_VALUE, RTCP_HEADER_LENGTH, length, clear);
        return true;
    }

    /// In the same time whatever the tag is.
    private boolean isAuthentic(Pair pair, int length, int lastWord, int tagFrom) {
        ensureResult(MAC_LENGTH);
        pair.mac.update(view.array(), view.offset(), length);
        pair.finish(word.putInt(0, lastWord).array(), result, 0);
        int tag = view.offset() + tagFrom;
        int difference = 0;
        for (int i = 0; i < TAG_LENGTH; i++) {
            difference |= result[i] ^ view.array()[tag + i];
        }
        return difference == 0;
    }

    private void decrypt(Pair pair, int ssrc, long index, int from, int length, ByteBuf clear) {
        ensureResult(length);
        pair.apply(ssrc, index, view.array(), view.offset() + from, length - from, result);
        clear.writeBytes(view.array(), view.offset(), from);
        clear.writeBytes(result, 0, length - from);
    }

    private void ensureResult(int length) {
        if (result.length < length) {
            result = new byte[length];
        }
    }

    private static int rollover(long packetIndex) {
        return (int) (packetIndex >>> 16);
    }
}
