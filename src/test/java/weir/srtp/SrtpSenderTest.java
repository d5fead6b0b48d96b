package weir.srtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import static weir.srtp.Packets.SSRC;
import static weir.srtp.Packets.rtcp;
import static weir.srtp.Packets.rtp;
import static weir.srtp.Packets.sealRtcp;
import static weir.srtp.Packets.sealRtp;
import static weir.srtp.Packets.sender;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SrtpSenderTest {
    @ParameterizedTest
    @EnumSource
    void sealsTheSamePacketAgainIntoTheSameBytes(SrtpProfile profile) {
        SrtpSender sender = sender(profile);
        byte[] first = sealRtp(sender, rtp(10));

        assertThat(sealRtp(sender, rtp(10))).isEqualTo(first);
        assertThat(sealRtp(sender, rtp(10))).isEqualTo(first);

        sealRtp(sender, rtp(11));

        assertThat(sealRtp(sender, rtp(10))).isEqualTo(first);
    }

    @ParameterizedTest
    @EnumSource
    void wipesAChangedPayloadUnderAUsedIndex(SrtpProfile profile) {
        SrtpSender sender = sender(profile);
        sealRtp(sender, rtp(SSRC, 10, "one"));

        assertWiped(sender, rtp(SSRC, 10, "two"));
        assertWiped(sender, rtp(SSRC, 10, "one more"));
        assertWiped(sender, rtp(SSRC, 10, ""));
    }

    @ParameterizedTest
    @EnumSource
    void wipesAChangedHeaderUnderAUsedIndex(SrtpProfile profile) {
        SrtpSender sender = sender(profile);
        byte[] packet = rtp(10);
        sealRtp(sender, packet);
        sealRtp(sender, rtp(11));

        packet[1] ^= (byte) 0x80;

        assertWiped(sender, packet);
    }

    @ParameterizedTest
    @EnumSource
    void stillKnowsTheFirstPacketAfterAnAttemptToChangeIt(SrtpProfile profile) {
        SrtpSender sender = sender(profile);
        byte[] first = sealRtp(sender, rtp(SSRC, 10, "one"));

        assertWiped(sender, rtp(SSRC, 10, "two"));

        assertThat(sealRtp(sender, rtp(SSRC, 10, "one"))).isEqualTo(first);
    }

    @ParameterizedTest
    @EnumSource
    void sealsASkippedIndexLateButOnlyOnce(SrtpProfile profile) {
        SrtpSender sender = sender(profile);
        sealRtp(sender, rtp(10));
        sealRtp(sender, rtp(13));

        byte[] late = sealRtp(sender, rtp(SSRC, 11, "late"));

        assertThat(sealRtp(sender, rtp(SSRC, 11, "late"))).isEqualTo(late);
        assertWiped(sender, rtp(SSRC, 11, "later"));
        assertThat(sealRtp(sender, rtp(SSRC, 9, "before the first"))).isNotEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void refusesWhatIsBelowTheHorizonEvenIfItIsTheSame(SrtpProfile profile) {
        SrtpSender sender = sender(profile);
        byte[] first = sealRtp(sender, rtp(10));
        byte[] second = sealRtp(sender, rtp(11));

        sealRtp(sender, rtp(10 + SrtpSender.HORIZON - 1));

        assertThat(sealRtp(sender, rtp(10))).isEqualTo(first);

        sealRtp(sender, rtp(10 + SrtpSender.HORIZON));

        assertWiped(sender, rtp(10));
        assertThat(sealRtp(sender, rtp(11))).isEqualTo(second);
    }

    @ParameterizedTest
    @EnumSource
    void aSlotOfTheRingThatWasSkippedIsUnusedAgain(SrtpProfile profile) {
        SrtpSender sender = sender(profile);
        for (int sequenceNumber = 0; sequenceNumber < 8; sequenceNumber++) {
            sealRtp(sender, rtp(sequenceNumber));
        }

        sealRtp(sender, rtp(SrtpSender.HORIZON + 7));

        assertThat(sealRtp(sender, rtp(SrtpSender.HORIZON + 3))).isNotEmpty();

        sealRtp(sender, rtp(10 * SrtpSender.HORIZON));

        assertThat(sealRtp(sender, rtp(9 * SrtpSender.HORIZON + 3))).isNotEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void retransmitsAPacketFromBeforeTheWrap(SrtpProfile profile) {
        SrtpSender sender = sender(profile);
        byte[] before = sealRtp(sender, rtp(65535));
        byte[] after = sealRtp(sender, rtp(0));
        sealRtp(sender, rtp(1));

        assertThat(sealRtp(sender, rtp(65535))).isEqualTo(before);
        assertThat(sealRtp(sender, rtp(0))).isEqualTo(after);
        assertWiped(sender, rtp(SSRC, 65535, "changed"));
    }

    @ParameterizedTest
    @EnumSource
    void theSamePacketOneRolloverLaterIsAnotherOne(SrtpProfile profile) {
        SrtpSender sender = sender(profile);
        byte[] first = sealRtp(sender, rtp(5));
        sealRtp(sender, rtp(30_000));
        sealRtp(sender, rtp(60_000));

        assertThat(sealRtp(sender, rtp(5))).isNotEqualTo(first);
    }

    @ParameterizedTest
    @EnumSource
    void refusesWhatLiesBeforeRollover0(SrtpProfile profile) {
        SrtpSender sender = sender(profile);
        sealRtp(sender, rtp(3));

        assertWiped(sender, rtp(65535));
    }

    @ParameterizedTest
    @EnumSource
    void keepsSsrcsApart(SrtpProfile profile) {
        SrtpSender sender = sender(profile);
        byte[] one = sealRtp(sender, rtp(1, 10, "one"));
        byte[] two = sealRtp(sender, rtp(2, 10, "two"));

        assertThat(sealRtp(sender, rtp(1, 10, "one"))).isEqualTo(one);
        assertThat(sealRtp(sender, rtp(2, 10, "two"))).isEqualTo(two);
        assertWiped(sender, rtp(1, 10, "two"));
    }

    @ParameterizedTest
    @EnumSource
    void refusesOneSsrcTooMany(SrtpProfile profile) {
        SrtpSender sender = sender(profile);
        for (int ssrc = 0; ssrc < SrtpSender.SSRCS_MAX; ssrc++) {
            sealRtp(sender, rtp(ssrc, 10, "payload"));
        }

        assertThatIllegalStateException()
                .isThrownBy(() -> sealRtp(sender, rtp(SrtpSender.SSRCS_MAX, 10, "payload")));
        assertThat(sealRtp(sender, rtp(0, 11, "payload"))).isNotEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void countsTheIndicesOfRtcpOverAllSsrcs(SrtpProfile profile) {
        SrtpSender sender = sender(profile);
        int word = profile.srtcpWordOffset(12);

        assertThat(Unpooled.wrappedBuffer(sealRtcp(sender, rtcp(1))).getInt(word))
                .isEqualTo(0x80000000);
        assertThat(Unpooled.wrappedBuffer(sealRtcp(sender, rtcp(2))).getInt(word))
                .isEqualTo(0x80000001);
        assertThat(Unpooled.wrappedBuffer(sealRtcp(sender, rtcp(1))).getInt(word))
                .isEqualTo(0x80000002);
    }

    /// Buffers of one arena share an array: a byte too far would be another packet's.
    @ParameterizedTest
    @EnumSource
    void writesNothingOutsideOfThePacketAndItsOverhead(SrtpProfile profile) {
        SrtpSender sender = sender(profile);
        for (ByteBuf chunk :
                new ByteBuf[] {
                    PooledByteBufAllocator.DEFAULT.heapBuffer(256),
                    PooledByteBufAllocator.DEFAULT.directBuffer(256)
                }) {
            chunk.setZero(0, 256).setBytes(100, rtp(10)).setIndex(7, 9);
            byte[] expected = sealRtp(sender(profile), rtp(10));

            int length = sender.sealRtp(chunk, 100, 12, rtp(10).length);

            assertThat(ByteBufUtil.getBytes(chunk, 100, length)).isEqualTo(expected);
            assertThat(ByteBufUtil.getBytes(chunk, 0, 100)).containsOnly(0);
            assertThat(ByteBufUtil.getBytes(chunk, 100 + length, 156 - length)).containsOnly(0);
            assertThat(chunk.readerIndex()).isEqualTo(7);
            assertThat(chunk.writerIndex()).isEqualTo(9);
            chunk.release();
        }
    }

    @ParameterizedTest
    @EnumSource
    void needsRoomForTheOverhead(SrtpProfile profile) {
        SrtpSender sender = sender(profile);
        byte[] rtp = rtp(10);
        ByteBuf rtpChunk = Unpooled.buffer(rtp.length + profile.tagLength() - 1).writeBytes(rtp);
        ByteBuf rtcpChunk = Unpooled.buffer(12 + profile.srtcpOverhead() - 1).writeBytes(rtcp(1));

        assertThatExceptionOfType(IndexOutOfBoundsException.class)
                .isThrownBy(() -> sender.sealRtp(rtpChunk, 0, 12, rtp.length));
        assertThatExceptionOfType(IndexOutOfBoundsException.class)
                .isThrownBy(() -> sender.sealRtcp(rtcpChunk, 0, 12));
    }

    @ParameterizedTest
    @EnumSource
    void sealsNothingOnceClosed(SrtpProfile profile) {
        SrtpSender sender = sender(profile);

        sender.close();

        assertThatIllegalStateException().isThrownBy(() -> sealRtp(sender, rtp(10)));
        assertThatIllegalStateException().isThrownBy(() -> sealRtcp(sender, rtcp(1)));
    }

    private static void assertWiped(SrtpSender sender, byte[] packet) {
        ByteBuf chunk = Unpooled.buffer(packet.length + 16).writeBytes(packet);

        assertThatIllegalStateException()
                .isThrownBy(() -> sender.sealRtp(chunk, 0, 12, packet.length))
                .withMessageContaining("nonce rule");
        assertThat(ByteBufUtil.getBytes(chunk, 0, chunk.capacity())).containsOnly(0);
    }
}
