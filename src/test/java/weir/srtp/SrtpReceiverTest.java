package weir.srtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import static weir.srtp.Packets.SSRC;
import static weir.srtp.Packets.receiver;
import static weir.srtp.Packets.rtcp;
import static weir.srtp.Packets.rtp;
import static weir.srtp.Packets.sealRtcp;
import static weir.srtp.Packets.sealRtp;
import static weir.srtp.Packets.sender;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import weir.rtp.RtpHeader;
import weir.wire.MalformedPacketException;

import java.util.Arrays;

class SrtpReceiverTest {
    private final UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(true);

    @AfterEach
    void nothingIsLeftAllocated() {
        assertThat(allocator.metric().usedDirectMemory()).isZero();
        assertThat(allocator.metric().usedHeapMemory()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void refusesAPacketWithAnyByteTamperedAndThenTakesTheTrueOne(SrtpProfile profile)
            throws Exception {
        byte[] sealed = sealRtp(sender(profile), rtp(10));
        SrtpReceiver receiver = receiver(profile);
        for (int i = 0; i < 8 * sealed.length; i++) {
            byte[] tampered = tampered(sealed, i);

            assertThat(refusedRtp(receiver, tampered)).isNotNull();
        }

        assertThat(openRtp(receiver, sealed)).isEqualTo(rtp(10));
    }

    @ParameterizedTest
    @EnumSource
    void namesATamperedPayloadOrTag(SrtpProfile profile) {
        byte[] sealed = sealRtp(sender(profile), rtp(10));
        SrtpReceiver receiver = receiver(profile);
        for (int i = 8 * 12; i < 8 * sealed.length; i++) {
            assertThat(refusedRtp(receiver, tampered(sealed, i)))
                    .isEqualTo(SrtpRule.SRTP_AUTHENTICATION_FAILED);
        }
    }

    @ParameterizedTest
    @EnumSource
    void refusesRtcpWithAnyByteTamperedAndThenTakesTheTrueOne(SrtpProfile profile)
            throws Exception {
        byte[] sealed = sealRtcp(sender(profile), rtcp(SSRC));
        SrtpReceiver receiver = receiver(profile);
        int encryptedBit = 8 * profile.srtcpWordOffset(12);
        for (int i = 0; i < 8 * sealed.length; i++) {
            assertThat(refusedRtcp(receiver, tampered(sealed, i)))
                    .isEqualTo(
                            i == encryptedBit
                                    ? SrtpRule.SRTCP_NOT_ENCRYPTED
                                    : SrtpRule.SRTCP_AUTHENTICATION_FAILED);
        }

        assertThat(openRtcp(receiver, sealed)).isEqualTo(rtcp(SSRC));
    }

    @ParameterizedTest
    @EnumSource
    void forgedSequenceNumbersDoNotMoveTheRollover(SrtpProfile profile) throws Exception {
        SrtpSender sender = sender(profile);
        SrtpReceiver receiver = receiver(profile);
        openRtp(receiver, sealRtp(sender, rtp(65_000)));
        byte[] next = sealRtp(sender, rtp(65_001));
        for (int sequenceNumber = 0; sequenceNumber < 65_536; sequenceNumber += 999) {
            byte[] forged = next.clone();
            Unpooled.wrappedBuffer(forged).setShort(2, sequenceNumber);

            assertThat(refusedRtp(receiver, forged)).isNotNull();
        }

        assertThat(openRtp(receiver, next)).isEqualTo(rtp(65_001));
    }

    @ParameterizedTest
    @EnumSource
    void forgedSsrcsDoNotFillTheTable(SrtpProfile profile) throws Exception {
        byte[] sealed = sealRtp(sender(profile), rtp(10));
        byte[] sealedRtcp = sealRtcp(sender(profile), rtcp(SSRC));
        SrtpReceiver receiver = receiver(profile);
        for (int ssrc = 0; ssrc < 200; ssrc++) {
            byte[] forged = sealed.clone();
            Unpooled.wrappedBuffer(forged).setInt(8, ssrc);
            byte[] forgedRtcp = sealedRtcp.clone();
            Unpooled.wrappedBuffer(forgedRtcp).setInt(4, ssrc);

            assertThat(refusedRtp(receiver, forged)).isEqualTo(SrtpRule.SRTP_AUTHENTICATION_FAILED);
            assertThat(refusedRtcp(receiver, forgedRtcp))
                    .isEqualTo(SrtpRule.SRTCP_AUTHENTICATION_FAILED);
        }

        assertThat(openRtp(receiver, sealed)).isEqualTo(rtp(10));
        assertThat(openRtcp(receiver, sealedRtcp)).isEqualTo(rtcp(SSRC));
    }

    @ParameterizedTest
    @EnumSource
    void refusesOneSsrcTooManyAndGoesOnWithTheOthers(SrtpProfile profile) throws Exception {
        SrtpReceiver receiver = receiver(profile);
        for (int ssrc = 1; ssrc <= 64; ssrc++) {
            openRtp(receiver, sealRtp(sender(profile), rtp(ssrc, 10, "payload")));
            openRtcp(receiver, sealRtcp(sender(profile), rtcp(ssrc)));
        }

        assertThat(refusedRtp(receiver, sealRtp(sender(profile), rtp(65, 10, "payload"))))
                .isEqualTo(SrtpRule.SRTP_SSRC_LIMIT);
        assertThat(refusedRtcp(receiver, sealRtcp(sender(profile), rtcp(65))))
                .isEqualTo(SrtpRule.SRTCP_SSRC_LIMIT);
        assertThat(openRtp(receiver, sealRtp(sender(profile), rtp(1, 11, "payload"))))
                .isEqualTo(rtp(1, 11, "payload"));
    }

    @ParameterizedTest
    @EnumSource
    void refusesAReplay(SrtpProfile profile) throws Exception {
        SrtpSender sender = sender(profile);
        SrtpReceiver receiver = receiver(profile);
        byte[] sealed = sealRtp(sender, rtp(10));
        byte[] sealedRtcp = sealRtcp(sender, rtcp(SSRC));
        openRtp(receiver, sealed);
        openRtcp(receiver, sealedRtcp);

        assertThat(refusedRtp(receiver, sealed)).isEqualTo(SrtpRule.SRTP_REPLAYED);
        assertThat(refusedRtcp(receiver, sealedRtcp)).isEqualTo(SrtpRule.SRTCP_REPLAYED);
    }

    @ParameterizedTest
    @EnumSource
    void takesWhatIsReorderedWithinTheWindowAndNothingOlder(SrtpProfile profile) throws Exception {
        SrtpSender sender = sender(profile);
        SrtpReceiver receiver = receiver(profile);
        byte[] tooOld = sealRtp(sender, rtp(1000));
        byte[] oldest = sealRtp(sender, rtp(1001));
        openRtp(receiver, sealRtp(sender, rtp(1001 + 1023)));

        assertThat(refusedRtp(receiver, tooOld)).isEqualTo(SrtpRule.SRTP_TOO_OLD);
        assertThat(openRtp(receiver, oldest)).isEqualTo(rtp(1001));
        assertThat(refusedRtp(receiver, oldest)).isEqualTo(SrtpRule.SRTP_REPLAYED);
    }

    @ParameterizedTest
    @EnumSource
    void takesReorderedRtcpWithinTheWindowAndNothingOlder(SrtpProfile profile) throws Exception {
        SrtpSender sender = sender(profile);
        SrtpReceiver receiver = receiver(profile);
        byte[][] sealed = new byte[129][];
        for (int i = 0; i < sealed.length; i++) {
            sealed[i] = sealRtcp(sender, rtcp(SSRC));
        }
        openRtcp(receiver, sealed[128]);

        assertThat(refusedRtcp(receiver, sealed[0])).isEqualTo(SrtpRule.SRTCP_TOO_OLD);
        assertThat(openRtcp(receiver, sealed[1])).isEqualTo(rtcp(SSRC));
    }

    @ParameterizedTest
    @EnumSource
    void refusesWhatIsTooShortForTheOverhead(SrtpProfile profile) {
        byte[] rtp = Arrays.copyOf(rtp(10), 12 + profile.tagLength() - 1);
        byte[] rtcp = Arrays.copyOf(rtcp(SSRC), 8 + profile.srtcpOverhead() - 1);

        assertThat(refusedRtp(receiver(profile), rtp)).isEqualTo(SrtpRule.SRTP_TRUNCATED);
        assertThat(refusedRtcp(receiver(profile), rtcp)).isEqualTo(SrtpRule.SRTCP_TRUNCATED);
    }

    @ParameterizedTest
    @EnumSource
    void opensFromAPartOfABigBufferIntoOneOfJustTheSize(SrtpProfile profile) throws Exception {
        byte[] sealed = sealRtp(sender(profile), rtp(10));
        for (boolean direct : new boolean[] {false, true}) {
            ByteBuf read =
                    direct
                            ? PooledByteBufAllocator.DEFAULT.directBuffer(2048)
                            : PooledByteBufAllocator.DEFAULT.heapBuffer(2048);
            read.setBytes(500, sealed).setIndex(500, 500 + sealed.length);

            ByteBuf clear = receiver(profile).openRtp(read, RtpHeader.read(read), allocator);

            assertThat(clear).isEqualTo(Unpooled.wrappedBuffer(rtp(10)));
            assertThat(clear.capacity()).isEqualTo(rtp(10).length);
            assertThat(read.readerIndex()).isEqualTo(500);
            assertThat(read.refCnt()).isEqualTo(1);
            clear.release();
            read.release();
        }
    }

    private static byte[] tampered(byte[] sealed, int bit) {
        byte[] tampered = sealed.clone();
        tampered[bit / 8] ^= (byte) (0x80 >> bit % 8);
        return tampered;
    }

    private byte[] openRtp(SrtpReceiver receiver, byte[] sealed) throws MalformedPacketException {
        return Packets.openRtp(receiver, sealed, allocator);
    }

    private byte[] openRtcp(SrtpReceiver receiver, byte[] sealed) throws MalformedPacketException {
        return Packets.openRtcp(receiver, sealed, allocator);
    }

    private MalformedPacketException.Rule refusedRtp(SrtpReceiver receiver, byte[] sealed) {
        return catchThrowableOfType(MalformedPacketException.class, () -> openRtp(receiver, sealed))
                .rule();
    }

    private MalformedPacketException.Rule refusedRtcp(SrtpReceiver receiver, byte[] sealed) {
        return catchThrowableOfType(
                        MalformedPacketException.class, () -> openRtcp(receiver, sealed))
                .rule();
    }
}
