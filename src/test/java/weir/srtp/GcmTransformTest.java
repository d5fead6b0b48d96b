package weir.srtp;

import static org.assertj.core.api.Assertions.assertThat;

import static weir.srtp.Packets.hex;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The examples of RFC 7714 §16 and §17, which give session keys.
@ParameterizedClass
@EnumSource
class GcmTransformTest {
    private static final SessionKeys KEYS =
            new SessionKeys(
                    hex("00010203 04050607 08090a0b 0c0d0e0f"),
                    new byte[0],
                    hex("51756964 2070726f 2071756f"));
    private static final byte[] RTP =
            hex(
                    """
                    8040f17b 8041f8d3 5501a0b2 47616c6c 69612065 7374206f 6d6e6973 \
                    20646976 69736120 696e2070 61727465 73207472 6573\
                    """);
    private static final byte[] SRTP =
            hex(
                    """
                    8040f17b 8041f8d3 5501a0b2 f24de3a3 fb34de6c acba861c 9d7e4bca \
                    be633bd5 0d294e6f 42a5f47a 51c7d19b 36de3adf 8833899d 7f27beb1 \
                    6a9152cf 765ee439 0cce\
                    """);
    private static final byte[] RTCP =
            hex(
                    """
                    81c8000d 4d617273 4e545031 4e545032 52545020 0000042a 0000e930 \
                    4c756e61 deadbeef deadbeef deadbeef deadbeef deadbeef\
                    """);
    private static final byte[] SRTCP =
            hex(
                    """
                    81c8000d 4d617273 63e94885 dcdab67c a727d766 2f6b7e99 7ff5c0f7 \
                    6c06f32d c676a5f1 730d6fda 4ce09b46 86303ded 0bb9275b c84aa458 \
                    96cf4d2f c5abf872 45d9eade 800005d4\
                    """);
    private static final int RTP_SSRC = 0x5501a0b2;
    private static final int RTP_INDEX = 0xf17b;
    private static final int RTCP_SSRC = 0x4d617273;
    private static final int RTCP_WORD = 0x800005d4;

    private final SrtpTransform transform;

    GcmTransformTest(SrtpEngine engine) {
        transform =
                engine == SrtpEngine.JDK
                        ? new JdkGcmTransform(KEYS, KEYS)
                        : new LibcryptoGcmTransform(KEYS, KEYS);
    }

    @AfterEach
    void close() {
        transform.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void sealsRtpAsSection16(boolean direct) {
        ByteBuf chunk = chunk(direct, RTP);

        transform.sealRtp(chunk, 3, 12, RTP.length, RTP_SSRC, RTP_INDEX);

        assertThat(ByteBufUtil.getBytes(chunk, 3, SRTP.length)).isEqualTo(SRTP);
        chunk.release();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void opensRtpAsSection16(boolean direct) {
        ByteBuf srtp = chunk(direct, SRTP).setIndex(3, 3 + SRTP.length);
        ByteBuf clear = Unpooled.buffer(RTP.length, RTP.length);

        boolean authentic = transform.openRtp(srtp, 12, RTP_SSRC, RTP_INDEX, clear);

        assertThat(authentic).isTrue();
        assertThat(ByteBufUtil.getBytes(clear)).isEqualTo(RTP);
        srtp.release();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void sealsRtcpAsSection17(boolean direct) {
        ByteBuf chunk = chunk(direct, RTCP);

        transform.sealRtcp(chunk, 3, RTCP.length, RTCP_SSRC, RTCP_WORD);

        assertThat(ByteBufUtil.getBytes(chunk, 3, SRTCP.length)).isEqualTo(SRTCP);
        chunk.release();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void opensRtcpAsSection17(boolean direct) {
        ByteBuf srtcp = chunk(direct, SRTCP).setIndex(3, 3 + SRTCP.length);
        ByteBuf clear = Unpooled.buffer(RTCP.length, RTCP.length);

        boolean authentic = transform.openRtcp(srtcp, RTCP_SSRC, RTCP_WORD, clear);

        assertThat(authentic).isTrue();
        assertThat(ByteBufUtil.getBytes(clear)).isEqualTo(RTCP);
        srtcp.release();
    }

    @Test
    void sealsTheSameIndexManyTimesInARow() {
        for (int time = 0; time < 4; time++) {
            ByteBuf chunk = chunk(false, RTP);

            transform.sealRtp(chunk, 3, 12, RTP.length, RTP_SSRC, RTP_INDEX);

            assertThat(ByteBufUtil.getBytes(chunk, 3, SRTP.length)).isEqualTo(SRTP);
        }
    }

    /// The bytes at index 3, with room behind them.
    private static ByteBuf chunk(boolean direct, byte[] bytes) {
        UnpooledByteBufAllocator allocator = UnpooledByteBufAllocator.DEFAULT;
        int capacity = 3 + bytes.length + 20;
        ByteBuf chunk = direct ? allocator.directBuffer(capacity) : allocator.heapBuffer(capacity);
        return chunk.setBytes(3, bytes);
    }
}
