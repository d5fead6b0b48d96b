package weir.srtp;

import io.netty.buffer.ByteBuf;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.Key;

import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// AEAD_AES_128_GCM by SunJCE (RFC 7714). A protected RTCP packet is, in this order, 8 bytes of
/// header, the rest encrypted, tag, word; its associated data is header and word. Owned.
final class JdkGcmTransform implements SrtpTransform {
    private static final int TAG_LENGTH = 16;
    private static final int RTCP_HEADER_LENGTH = 8;
    private static final int NONCE_LENGTH = 12;

    /// One of the two ciphers, with its key and salt.
    private static final class Aead {
        private final Cipher cipher;
        private final Key key;
        private final SessionKeys keys;
        private final byte[] nonce = new byte[NONCE_LENGTH];

        Aead(SessionKeys keys) {
            this.keys = keys;
            key = new SecretKeySpec(keys.encryptionKey(), "AES");
            try {
                cipher = Cipher.getInstance("AES/GCM/NoPadding", "SunJCE");
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }

        void start(int mode, int ssrc, long index) throws GeneralSecurityException {
            keys.writeInitializationVector(ssrc, index, nonce);
            start(mode);
        }

        /// Makes SunJCE forget the nonce it encrypted with last, which it refuses to take again at
        /// once. The nonce used for that is no packet's, since those leave the first two bytes of
        /// the salt alone, and nothing is encrypted with it.
        void forgetLast() throws GeneralSecurityException {
            nonce[0] ^= (byte) 0xff;
            start(Cipher.ENCRYPT_MODE);
        }

        private void start(int mode) throws GeneralSecurityException {
            cipher.init(mode, key, new GCMParameterSpec(8 * TAG_LENGTH, nonce));
        }
    }

    private final Aead rtp;
    private final Aead rtcp;
    private final ArrayView view = new ArrayView();
    private final ByteBuffer word = ByteBuffer.allocate(Integer.BYTES);
    private byte[] opened = new byte[2048];
    private int lastSsrc;
    private long lastIndex = -1;

    JdkGcmTransform(SessionKeys rtp, SessionKeys rtcp) {
        this.rtp = new Aead(rtp);
        this.rtcp = new Aead(rtcp);
    }

    @Override
    public void sealRtp(
            ByteBuf chunk, int index, int headerLength, int length, int ssrc, long packetIndex) {
        view.turnTo(chunk, index, length, TAG_LENGTH);
        try {
            if (packetIndex == lastIndex && ssrc == lastSsrc) {
                rtp.forgetLast();
            }
            lastSsrc = ssrc;
            lastIndex = packetIndex;
            rtp.start(Cipher.ENCRYPT_MODE, ssrc, packetIndex);
            rtp.cipher.updateAAD(view.array(), view.offset(), headerLength);
            encrypt(rtp.cipher, headerLength, length);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
        view.writeBack(chunk, index, headerLength, length - headerLength + TAG_LENGTH);
    }

    @Override
    public void sealRtcp(ByteBuf chunk, int index, int length, int ssrc, int indexWord) {
        view.turnTo(chunk, index, length, TAG_LENGTH);
        try {
            rtcp.start(Cipher.ENCRYPT_MODE, ssrc, indexWord & Integer.MAX_VALUE);
            rtcp.cipher.updateAAD(view.array(), view.offset(), RTCP_HEADER_LENGTH);
            rtcp.cipher.updateAAD(word.putInt(0, indexWord).array());
            encrypt(rtcp.cipher, RTCP_HEADER_LENGTH, length);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
        view.writeBack(chunk, index, RTCP_HEADER_LENGTH, length - RTCP_HEADER_LENGTH + TAG_LENGTH);
        chunk.setInt(index + length + TAG_LENGTH, indexWord);
    }

    private void encrypt(Cipher cipher, int from, int length) throws GeneralSecurityException {
        int start = view.offset() + from;
        cipher.doFinal(view.array(), start, length - from, view.array(), start);
    }

    @Override
    public boolean openRtp(
            ByteBuf srtp, int headerLength, int ssrc, long packetIndex, ByteBuf clear) {
        int length = srtp.readableBytes();
        view.turnTo(srtp, srtp.readerIndex(), length, 0);
        try {
            rtp.start(Cipher.DECRYPT_MODE, ssrc, packetIndex);
            rtp.cipher.updateAAD(view.array(), view.offset(), headerLength);
            decrypt(rtp.cipher, headerLength, length, clear);
            return true;
        } catch (AEADBadTagException _) {
            return false;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public boolean openRtcp(ByteBuf srtcp, int ssrc, int indexWord, ByteBuf clear) {
        int length = srtcp.readableBytes() - Integer.BYTES;
        view.turnTo(srtcp, srtcp.readerIndex(), length, 0);
        try {
            rtcp.start(Cipher.DECRYPT_MODE, ssrc, indexWord & Integer.MAX_VALUE);
            rtcp.cipher.updateAAD(view.array(), view.offset(), RTCP_HEADER_LENGTH);
            rtcp.cipher.updateAAD(word.putInt(0, indexWord).array());
            decrypt(rtcp.cipher, RTCP_HEADER_LENGTH, length, clear);
            return true;
        } catch (AEADBadTagException _) {
            return false;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Decrypts into an array of its own: where both ends are in one array, as buffers of one arena
    /// are, SunJCE allocates another array of that size.
    private void decrypt(Cipher cipher, int from, int length, ByteBuf clear)
            throws GeneralSecurityException {
        if (opened.length < length) {
            opened = new byte[length];
        }
        int count = cipher.doFinal(view.array(), view.offset() + from, length - from, opened, 0);
        clear.writeBytes(view.array(), view.offset(), from);
        clear.writeBytes(opened, 0, count);
    }
}
