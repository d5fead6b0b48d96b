package weir.srtp;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import weir.rtp.RtpHeader;
import weir.wire.MalformedPacketException;

import java.util.Random;

/// Whatever the engine, the bytes are the same.
class SrtpEnginesTest {
    private static final int PACKETS = 300;
    private static final int SSRC = 0x01020304;

    @ParameterizedTest
    @EnumSource
    void sealAndOpenAlike(SrtpProfile profile) throws MalformedPacketException {
        Random random = new Random(42);
        byte[] key = new byte[SrtpProfile.KEY_LENGTH];
        byte[] salt = new byte[profile.saltLength()];
        random.nextBytes(key);
        random.nextBytes(salt);
        try (SrtpSender jdk = new SrtpSender(SrtpEngine.JDK, profile, key, salt);
                SrtpSender libcrypto = new SrtpSender(SrtpEngine.LIBCRYPTO, profile, key, salt);
                SrtpReceiver receiver =
                        new SrtpReceiver(SrtpEngine.LIBCRYPTO, profile, key, salt)) {
            for (int i = 0; i < PACKETS; i++) {
                byte[] packet = packet(random, 65_300 + i);

                byte[] byJdk = seal(jdk, packet, i % 2 == 0);
                byte[] byLibcrypto = seal(libcrypto, packet, i % 3 == 0);

                assertThat(byLibcrypto).isEqualTo(byJdk);
                assertThat(open(receiver, byJdk, i % 2 == 0)).isEqualTo(packet);
            }
        }
    }

    private static byte[] packet(Random random, int sequenceNumber) {
        byte[] payload = new byte[random.nextInt(1300)];
        random.nextBytes(payload);
        ByteBuf packet = Unpooled.buffer();
        packet.writeShort(0x8060).writeShort(sequenceNumber).writeInt(90_000).writeInt(SSRC);
        return ByteBufUtil.getBytes(packet.writeBytes(payload));
    }

    private static byte[] seal(SrtpSender sender, byte[] packet, boolean direct) {
        ByteBuf chunk = buffer(direct, packet.length + 64);
        try {
            chunk.writeZero(5).writeBytes(packet);
            int length = sender.sealRtp(chunk, 5, RtpHeader.FIXED_LENGTH, packet.length);
            return ByteBufUtil.getBytes(chunk, 5, length);
        } finally {
            chunk.release();
        }
    }

    private static byte[] open(SrtpReceiver receiver, byte[] sealed, boolean direct)
            throws MalformedPacketException {
        ByteBuf srtp = buffer(direct, sealed.length).writeBytes(sealed);
        try {
            ByteBuf clear =
                    receiver.openRtp(srtp, RtpHeader.read(srtp), PooledByteBufAllocator.DEFAULT);
            try {
                return ByteBufUtil.getBytes(clear);
            } finally {
                clear.release();
            }
        } finally {
            srtp.release();
        }
    }

    private static ByteBuf buffer(boolean direct, int capacity) {
        return direct ? Unpooled.directBuffer(capacity) : Unpooled.buffer(capacity);
    }
}
