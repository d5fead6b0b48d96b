package weir.srtp;

import io.netty.buffer.ByteBuf;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/// AES_CM_128_HMAC_SHA1_80 by libcrypto (RFC 3711 §4.1.1, §4.2.1): in place in a buffer outside of
/// the heap, without garbage. Owned.
final class LibcryptoCounterModeTransform implements SrtpTransform {
    private static final int TAG_LENGTH = 10;
    private static final int MAC_LENGTH = 20;
    private static final int RTCP_HEADER_LENGTH = 8;
    private static final ValueLayout.OfInt INT =
            ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final ValueLayout.OfLong LONG =
            ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final ValueLayout.OfShort SHORT =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final int BLOCK_LENGTH = 16;

    /// Cipher and authentication of RTP or of RTCP.
    private record Contexts(long cipher, long hmac, SessionKeys keys) {
        static Contexts create(SessionKeys keys) {
            try (Arena once = Arena.ofConfined()) {
                long cipher = Libcrypto.encryption(Libcrypto.AES_128_CTR, keys.encryptionKey());
                byte[] secret = keys.authenticationKey();
                long hmac = (long) Libcrypto.HMAC_CTX_NEW.invokeExact();
                Libcrypto.require(hmac != Libcrypto.NULL, "HMAC_CTX_new");
                long sha1 = (long) Libcrypto.SHA1.invokeExact();
                Libcrypto.require(
                        (int)
                                Libcrypto.HMAC_INIT.invokeExact(
                                        hmac,
                                        once.allocateFrom(ValueLayout.JAVA_BYTE, secret).address(),
                                        secret.length,
                                        sha1,
                                        Libcrypto.NULL),
                        "HMAC_Init_ex");
                return new Contexts(cipher, hmac, keys);
            } catch (IllegalStateException failed) {
                throw failed;
            } catch (Throwable thrown) {
                throw Libcrypto.impossible(thrown);
            }
        }

        void free() {
            try {
                Libcrypto.CIPHER_CTX_FREE.invokeExact(cipher);
                Libcrypto.HMAC_CTX_FREE.invokeExact(hmac);
            } catch (Throwable thrown) {
                throw Libcrypto.impossible(thrown);
            }
        }
    }

    private final Arena arena = Arena.ofAuto();
    // Behind the salt come two bytes that stay 0: the block counter.
    private final MemorySegment counter = arena.allocate(BLOCK_LENGTH);
    private final MemorySegment word = arena.allocate(Integer.BYTES);
    private final MemorySegment mac = arena.allocate(MAC_LENGTH);
    private final long outLength = arena.allocate(ValueLayout.JAVA_INT).address();
    private final byte[] counterBytes = new byte[BLOCK_LENGTH];
    private final NativeBytes bytes = new NativeBytes();
    private final NativeBytes clearBytes = new NativeBytes();
    private final Contexts rtp;
    private final Contexts rtcp;

    LibcryptoCounterModeTransform(SessionKeys rtpKeys, SessionKeys rtcpKeys) {
        rtp = Contexts.create(rtpKeys);
        rtcp = Contexts.create(rtcpKeys);
    }

    @Override
    public void sealRtp(
            ByteBuf chunk, int index, int headerLength, int length, int ssrc, long packetIndex) {
        long packet = bytes.turnTo(chunk, index, length, 0);
        long payload = packet + headerLength;
        apply(rtp, ssrc, packetIndex, payload, payload, length - headerLength);
        authenticate(rtp, packet, length, rollover(packetIndex));
        bytes.writeBack(chunk, index, headerLength, length - headerLength);
        writeTag(chunk, index + length);
    }

    @Override
    public void sealRtcp(ByteBuf chunk, int index, int length, int ssrc, int indexWord) {
        long packet = bytes.turnTo(chunk, index, length, 0);
        long body = packet + RTCP_HEADER_LENGTH;
        int rtcpIndex = indexWord & Integer.MAX_VALUE;
        apply(rtcp, ssrc, rtcpIndex, body, body, length - RTCP_HEADER_LENGTH);
        authenticate(rtcp, packet, length, indexWord);
        bytes.writeBack(chunk, index, RTCP_HEADER_LENGTH, length - RTCP_HEADER_LENGTH);
        chunk.setInt(index + length, indexWord);
        writeTag(chunk, index + length + Integer.BYTES);
    }

    private void writeTag(ByteBuf chunk, int index) {
        chunk.setLong(index, mac.get(LONG, 0));
        chunk.setShort(index + Long.BYTES, mac.get(SHORT, Long.BYTES));
    }

    @Override
    public boolean openRtp(
            ByteBuf srtp, int headerLength, int ssrc, long packetIndex, ByteBuf clear) {
        int length = srtp.readableBytes() - TAG_LENGTH;
        long packet = bytes.turnTo(srtp, srtp.readerIndex(), length, 0);
        authenticate(rtp, packet, length, rollover(packetIndex));
        if (!isTag(srtp, srtp.readerIndex() + length)) {
            return false;
        }
        open(rtp, ssrc, packetIndex, srtp, packet, headerLength, length, clear);
        return true;
    }

    @Override
    public boolean openRtcp(ByteBuf srtcp, int ssrc, int indexWord, ByteBuf clear) {
        int length = srtcp.readableBytes() - TAG_LENGTH - Integer.BYTES;
        long packet = bytes.turnTo(srtcp, srtcp.readerIndex(), length, 0);
        authenticate(rtcp, packet, length, indexWord);
        if (!isTag(srtcp, srtcp.readerIndex() + length + Integer.BYTES)) {
            return false;
        }
        int index = indexWord & Integer.MAX_VALUE;
        open(rtcp, ssrc, index, srtcp, packet, RTCP_HEADER_LENGTH, length, clear);
        return true;
    }

    /// In the same time whatever the tag is.
    private boolean isTag(ByteBuf packet, int index) {
        int difference = 0;
        for (int i = 0; i < TAG_LENGTH; i++) {
            difference |= mac.get(ValueLayout.JAVA_BYTE, i) ^ packet.getByte(index + i);
        }
        return difference == 0;
    }

    private void open(
            Contexts contexts,
            int ssrc,
            long index,
            ByteBuf sealed,
            long packet,
            int from,
            int length,
            ByteBuf clear) {
        int start = clear.writerIndex();
        clear.writeBytes(sealed, sealed.readerIndex(), length);
        long into = clearBytes.turnTo(clear, start, length, 0);
        apply(contexts, ssrc, index, packet + from, into + from, length - from);
        clearBytes.writeBack(clear, start, from, length - from);
    }

    /// Encrypts or decrypts, which is the same.
    private void apply(Contexts contexts, int ssrc, long index, long from, long into, int length) {
        contexts.keys().writeInitializationVector(ssrc, index, counterBytes);
        MemorySegment.copy(counterBytes, 0, counter, ValueLayout.JAVA_BYTE, 0, BLOCK_LENGTH);
        try {
            Libcrypto.require(
                    (int)
                            Libcrypto.ENCRYPT_INIT.invokeExact(
                                    contexts.cipher(),
                                    Libcrypto.NULL,
                                    Libcrypto.NULL,
                                    Libcrypto.NULL,
                                    counter.address()),
                    "EVP_EncryptInit_ex");
            Libcrypto.require(
                    (int)
                            Libcrypto.ENCRYPT_UPDATE.invokeExact(
                                    contexts.cipher(), into, outLength, from, length),
                    "EVP_EncryptUpdate");
        } catch (IllegalStateException failed) {
            throw failed;
        } catch (Throwable thrown) {
            throw Libcrypto.impossible(thrown);
        }
    }

    /// The MAC of bytes and the word behind them; the key's schedule is kept from the first time.
    private void authenticate(Contexts contexts, long packet, int length, int lastWord) {
        word.set(INT, 0, lastWord);
        try {
            Libcrypto.require(
                    (int)
                            Libcrypto.HMAC_INIT.invokeExact(
                                    contexts.hmac(),
                                    Libcrypto.NULL,
                                    0,
                                    Libcrypto.NULL,
                                    Libcrypto.NULL),
                    "HMAC_Init_ex");
            Libcrypto.require(
                    (int) Libcrypto.HMAC_UPDATE.invokeExact(contexts.hmac(), packet, (long) length),
                    "HMAC_Update");
            Libcrypto.require(
                    (int)
                            Libcrypto.HMAC_UPDATE.invokeExact(
                                    contexts.hmac(), word.address(), (long) Integer.BYTES),
                    "HMAC_Update");
            Libcrypto.require(
                    (int)
                            Libcrypto.HMAC_FINAL.invokeExact(
                                    contexts.hmac(), mac.address(), outLength),
                    "HMAC_Final");
        } catch (IllegalStateException failed) {
            throw failed;
        } catch (Throwable thrown) {
            throw Libcrypto.impossible(thrown);
        }
    }

    private static int rollover(long packetIndex) {
        return (int) (packetIndex >>> 16);
    }

    @Override
    public void close() {
        rtp.free();
        rtcp.free();
    }
}
