package weir.srtp;

import io.netty.buffer.ByteBuf;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.ByteOrder;

/// AEAD_AES_128_GCM by libcrypto (RFC 7714): in place in a buffer outside of the heap, without
/// garbage. Owned.
final class LibcryptoGcmTransform implements SrtpTransform {
    private static final int TAG_LENGTH = 16;
    private static final int NONCE_LENGTH = 12;
    private static final int RTCP_HEADER_LENGTH = 8;
    private static final ValueLayout.OfInt INT =
            ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

    private final Arena arena = Arena.ofAuto();
    private final MemorySegment nonceSegment = arena.allocate(NONCE_LENGTH);
    private final long nonce = nonceSegment.address();
    private final MemorySegment wordSegment = arena.allocate(Integer.BYTES);
    private final long outLength = arena.allocate(ValueLayout.JAVA_INT).address();
    private final NativeBytes bytes = new NativeBytes();
    private final NativeBytes clearBytes = new NativeBytes();
    private final byte[] nonceBytes = new byte[NONCE_LENGTH];
    private final SessionKeys rtpKeys;
    private final SessionKeys rtcpKeys;
    private final long rtp;
    private final long rtcp;

    LibcryptoGcmTransform(SessionKeys rtpKeys, SessionKeys rtcpKeys) {
        this.rtpKeys = rtpKeys;
        this.rtcpKeys = rtcpKeys;
        this.rtp = context(rtpKeys);
        this.rtcp = context(rtcpKeys);
    }

    private static long context(SessionKeys keys) {
        try {
            return Libcrypto.encryption(Libcrypto.AES_128_GCM, keys.encryptionKey());
        } catch (IllegalStateException failed) {
            throw failed;
        } catch (Throwable thrown) {
            throw Libcrypto.impossible(thrown);
        }
    }

    @Override
    public void sealRtp(
            ByteBuf chunk, int index, int headerLength, int length, int ssrc, long packetIndex) {
        long packet = bytes.turnTo(chunk, index, length, TAG_LENGTH);
        writeNonce(rtpKeys, ssrc, packetIndex);
        try {
            startSealing(rtp, packet, headerLength);
            finishSealing(rtp, packet + headerLength, length - headerLength);
        } catch (IllegalStateException failed) {
            throw failed;
        } catch (Throwable thrown) {
            throw Libcrypto.impossible(thrown);
        }
        bytes.writeBack(chunk, index, headerLength, length - headerLength + TAG_LENGTH);
    }

    @Override
    public void sealRtcp(ByteBuf chunk, int index, int length, int ssrc, int word) {
        long packet = bytes.turnTo(chunk, index, length, TAG_LENGTH);
        writeNonce(rtcpKeys, ssrc, word & Integer.MAX_VALUE);
        try {
            startSealing(rtcp, packet, RTCP_HEADER_LENGTH);
            associateWord(word, Libcrypto.ENCRYPT_UPDATE);
            finishSealing(rtcp, packet + RTCP_HEADER_LENGTH, length - RTCP_HEADER_LENGTH);
        } catch (IllegalStateException failed) {
            throw failed;
        } catch (Throwable thrown) {
            throw Libcrypto.impossible(thrown);
        }
        bytes.writeBack(chunk, index, RTCP_HEADER_LENGTH, length - RTCP_HEADER_LENGTH + TAG_LENGTH);
        chunk.setInt(index + length + TAG_LENGTH, word);
    }

    private void writeNonce(SessionKeys keys, int ssrc, long index) {
        keys.writeInitializationVector(ssrc, index, nonceBytes);
        MemorySegment.copy(nonceBytes, 0, nonceSegment, ValueLayout.JAVA_BYTE, 0, NONCE_LENGTH);
    }

    private void startSealing(long context, long packet, int headerLength) throws Throwable {
        Libcrypto.require(
                (int)
                        Libcrypto.ENCRYPT_INIT.invokeExact(
                                context, Libcrypto.NULL, Libcrypto.NULL, Libcrypto.NULL, nonce),
                "EVP_EncryptInit_ex");
        Libcrypto.require(
                (int)
                        Libcrypto.ENCRYPT_UPDATE.invokeExact(
                                context, Libcrypto.NULL, outLength, packet, headerLength),
                "EVP_EncryptUpdate");
    }

    private void associateWord(int word, MethodHandle update) throws Throwable {
        wordSegment.set(INT, 0, word);
        Libcrypto.require(
                (int)
                        update.invokeExact(
                                rtcp,
                                Libcrypto.NULL,
                                outLength,
                                wordSegment.address(),
                                Integer.BYTES),
                "EVP_…Update");
    }

    private void finishSealing(long context, long payload, int length) throws Throwable {
        Libcrypto.require(
                (int)
                        Libcrypto.ENCRYPT_UPDATE.invokeExact(
                                context, payload, outLength, payload, length),
                "EVP_EncryptUpdate");
        Libcrypto.require(
                (int) Libcrypto.ENCRYPT_FINAL.invokeExact(context, payload + length, outLength),
                "EVP_EncryptFinal_ex");
        Libcrypto.require(
                (int)
                        Libcrypto.CIPHER_CTX_CTRL.invokeExact(
                                context, Libcrypto.GET_TAG, TAG_LENGTH, payload + length),
                "EVP_CIPHER_CTX_ctrl");
    }

    @Override
    public boolean openRtp(
            ByteBuf srtp, int headerLength, int ssrc, long packetIndex, ByteBuf clear) {
        writeNonce(rtpKeys, ssrc, packetIndex);
        long packet = bytes.turnTo(srtp, srtp.readerIndex(), srtp.readableBytes(), 0);
        int length = srtp.readableBytes() - TAG_LENGTH;
        try {
            startOpening(rtp, packet, headerLength);
            return finishOpening(rtp, srtp, packet, headerLength, length, clear);
        } catch (IllegalStateException failed) {
            throw failed;
        } catch (Throwable thrown) {
            throw Libcrypto.impossible(thrown);
        }
    }

    @Override
    public boolean openRtcp(ByteBuf srtcp, int ssrc, int word, ByteBuf clear) {
        writeNonce(rtcpKeys, ssrc, word & Integer.MAX_VALUE);
        long packet = bytes.turnTo(srtcp, srtcp.readerIndex(), srtcp.readableBytes(), 0);
        int length = srtcp.readableBytes() - TAG_LENGTH - Integer.BYTES;
        try {
            startOpening(rtcp, packet, RTCP_HEADER_LENGTH);
            associateWord(word, Libcrypto.DECRYPT_UPDATE);
            return finishOpening(rtcp, srtcp, packet, RTCP_HEADER_LENGTH, length, clear);
        } catch (IllegalStateException failed) {
            throw failed;
        } catch (Throwable thrown) {
            throw Libcrypto.impossible(thrown);
        }
    }

    private void startOpening(long context, long packet, int headerLength) throws Throwable {
        Libcrypto.require(
                (int)
                        Libcrypto.DECRYPT_INIT.invokeExact(
                                context, Libcrypto.NULL, Libcrypto.NULL, Libcrypto.NULL, nonce),
                "EVP_DecryptInit_ex");
        Libcrypto.require(
                (int)
                        Libcrypto.DECRYPT_UPDATE.invokeExact(
                                context, Libcrypto.NULL, outLength, packet, headerLength),
                "EVP_DecryptUpdate");
    }

    /// @param length bytes before the tag
    private boolean finishOpening(
            long context, ByteBuf sealed, long packet, int from, int length, ByteBuf clear)
            throws Throwable {
        int index = clear.writerIndex();
        clear.writeBytes(sealed, sealed.readerIndex(), length);
        long into = clearBytes.turnTo(clear, index, length, 0);
        Libcrypto.require(
                (int)
                        Libcrypto.DECRYPT_UPDATE.invokeExact(
                                context, into + from, outLength, packet + from, length - from),
                "EVP_DecryptUpdate");
        Libcrypto.require(
                (int)
                        Libcrypto.CIPHER_CTX_CTRL.invokeExact(
                                context, Libcrypto.SET_TAG, TAG_LENGTH, packet + length),
                "EVP_CIPHER_CTX_ctrl");
        int authentic =
                (int) Libcrypto.DECRYPT_FINAL.invokeExact(context, into + length, outLength);
        if (authentic != 1) {
            clear.writerIndex(index);
            return false;
        }
        clearBytes.writeBack(clear, index, from, length - from);
        return true;
    }

    @Override
    public void close() {
        try {
            Libcrypto.CIPHER_CTX_FREE.invokeExact(rtp);
            Libcrypto.CIPHER_CTX_FREE.invokeExact(rtcp);
        } catch (Throwable thrown) {
            throw Libcrypto.impossible(thrown);
        }
    }
}
