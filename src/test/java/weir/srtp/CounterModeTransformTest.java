package weir.srtp;

import static org.assertj.core.api.Assertions.assertThat;

import static weir.srtp.Packets.hex;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource
class CounterModeTransformTest {
    @Parameter private SrtpEngine engine;

    private static final int HEADER_LENGTH = 12;
    private static final int KEY_STREAM_LENGTH = 1_044_512;

    /// Sealing zeros shows the key stream; SSRC and index are 0 in the RFC's example.
    @Test
    void makesTheKeyStreamOfRfc3711AppendixB2() {
        SessionKeys keys =
                new SessionKeys(
                        hex("2B7E151628AED2A6ABF7158809CF4F3C"),
                        new byte[20],
                        hex("F0F1F2F3F4F5F6F7F8F9FAFBFCFD"));
        SrtpTransform transform =
                engine == SrtpEngine.JDK
                        ? new JdkCounterModeTransform(keys, keys)
                        : new LibcryptoCounterModeTransform(keys, keys);
        ByteBuf chunk = Unpooled.buffer(HEADER_LENGTH + KEY_STREAM_LENGTH + 10);

        transform.sealRtp(chunk, 0, HEADER_LENGTH, HEADER_LENGTH + KEY_STREAM_LENGTH, 0, 0);

        assertThat(block(chunk, 0x0000)).isEqualTo(hex("E03EAD0935C95E80E166B16DD92B4EB4"));
        assertThat(block(chunk, 0x0001)).isEqualTo(hex("D23513162B02D0F72A43A2FE4A5F97AB"));
        assertThat(block(chunk, 0x0002)).isEqualTo(hex("41E95B3BB0A2E8DD477901E4FCA894C0"));
        assertThat(block(chunk, 0xfeff)).isEqualTo(hex("EC8CDF7398607CB0F2D21675EA9EA1E4"));
        assertThat(block(chunk, 0xff00)).isEqualTo(hex("362B7C3C6773516318A077D7FC5073AE"));
        assertThat(block(chunk, 0xff01)).isEqualTo(hex("6A2CC3787889374FBEB4C81B17BA6C44"));
        transform.close();
    }

    private static byte[] block(ByteBuf chunk, int number) {
        byte[] block = new byte[16];
        chunk.getBytes(HEADER_LENGTH + 16 * number, block);
        return block;
    }
}
