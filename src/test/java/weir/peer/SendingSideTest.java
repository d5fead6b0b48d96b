package weir.peer;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import weir.rtcp.TransportFeedback;
import weir.rtp.ExtensionMap;
import weir.rtp.HeaderExtension;
import weir.rtp.MediaKind;
import weir.rtp.PayloadFormat;
import weir.rtp.RtcpFeedback;
import weir.rtp.RtpHeader;
import weir.rtp.RtpPacket;
import weir.srtp.SrtpEngine;
import weir.srtp.SrtpProfile;
import weir.srtp.SrtpReceiver;
import weir.srtp.SrtpSender;
import weir.testkit.CountingAllocator;
import weir.wire.MalformedPacketException;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What a viewer is sent, as it gets it.
class SendingSideTest {
    private static final int SEQUENCE_ID = 3;
    private static final int VIDEO_SSRC = 0x11;
    private static final int RTX_SSRC = 0x12;
    private static final int AUDIO_SSRC = 0x13;
    private static final byte[] KEY = "0123456789abcdef".getBytes();
    private static final byte[] SALT = new byte[12];

    private static final PayloadFormat VP8 = video(96, "VP8", "", RtcpFeedback.TRANSPORT_CC);
    private static final PayloadFormat RTX = video(97, "rtx", "apt=96");
    private static final PayloadFormat H264 = video(98, "H264", "", RtcpFeedback.TRANSPORT_CC);
    private static final PayloadFormat OPUS =
            new PayloadFormat(111, MediaKind.AUDIO, "opus", 48_000, 2, "", Set.of());

    private record Got(int ssrc, int payloadType, int transportSequence, int payload, long nanos) {}

    private final CountingAllocator counting = new CountingAllocator();
    private final SrtpReceiver opener =
            new SrtpReceiver(SrtpEngine.JDK, SrtpProfile.AEAD_AES_128_GCM, KEY, SALT);
    private final List<Got> got = new ArrayList<>();
    private final OutgoingMedia audio =
            media(MediaKind.AUDIO, AUDIO_SSRC, 0, numbered(), List.of(OPUS));
    private final OutgoingMedia video =
            media(MediaKind.VIDEO, VIDEO_SSRC, RTX_SSRC, numbered(), List.of(VP8, RTX, H264));
    private SendingSide sending = sending(audio, video);
    private long nowNanos;
    private int sequence;
    private int fed;

    @AfterEach
    void nothingIsLeft() {
        sending.close();
        assertThat(counting.bytesHeld()).isZero();
    }

    @Test
    void numbersAllPacketsOfAllMediaOneAfterTheOther() {
        send(audio, 111, 50);
        send(video, 96, 1000);
        sendAgain(video, 96, sequence);
        send(audio, 111, 50);
        sending.onFlushed(nowNanos);
        sending.poll(nowNanos);
        send(video, 96, 1000);

        assertThat(got).extracting(Got::ssrc).startsWith(AUDIO_SSRC, VIDEO_SSRC, RTX_SSRC);
        assertThat(got).extracting(Got::ssrc).endsWith(RTX_SSRC, VIDEO_SSRC);
        assertNumberedInOrder();
    }

    @Test
    void aRetransmissionHasTheTypeAndTheSourceThatWereAgreedOn() {
        send(video, 96, 1000);
        sendAgain(video, 96, sequence);

        assertThat(got.getLast().ssrc()).isEqualTo(RTX_SSRC);
        assertThat(got.getLast().payloadType()).isEqualTo(97);
        assertThat(got.getLast().payload()).isEqualTo(102);
    }

    @Test
    void whatIsNumberedAndHasNoRetransmissionFormatIsNotSentAgain() {
        send(video, 98, 100);

        sendAgain(video, 98, sequence);
        send(video, 98, 100);

        assertThat(got).extracting(Got::ssrc).containsExactly(VIDEO_SSRC, VIDEO_SSRC);
        assertNumberedInOrder();
    }

    @Test
    void whatIsNotNumberedIsSentAgainInTheSameBytes() {
        OutgoingMedia plain =
                media(MediaKind.VIDEO, VIDEO_SSRC, 0, ExtensionMap.EMPTY, List.of(VP8));
        sending = sending(plain);
        send(plain, 96, 100);

        sendAgain(plain, 96, sequence);

        assertThat(got).hasSize(1);
        assertThat(replayed).isEqualTo(1);
    }

    @Test
    void givesBackTheRoomOfWhatIsNotSentAgain() {
        ByteBuf chunk = sending.begin(100);
        int index = chunk.writerIndex();

        sending.beginAgain(100);
        sending.cancelAgain();

        assertThat(chunk.writerIndex()).isEqualTo(index);
    }

    @Test
    void knowsNoLimitWithoutFeedback() {
        OutgoingMedia plain =
                media(
                        MediaKind.VIDEO,
                        VIDEO_SSRC,
                        0,
                        ExtensionMap.EMPTY,
                        List.of(video(96, "VP8", "")));
        sending = sending(plain);

        sending.want(5_000_000);
        send(plain, 96, 100);
        sending.onFlushed(nowNanos);
        sending.poll(nowNanos);

        assertThat(sending.estimateBps()).isEqualTo(SendingSide.UNLIMITED);
        assertThat(sending.isLimited()).isFalse();
        assertThat(sending.tellsBandwidth()).isFalse();
        assertThat(sending.deadlineNanos()).isEqualTo(Long.MAX_VALUE);
        assertThat(got).hasSize(1);
    }

    @Test
    void feedbackThatAllCameRaisesTheEstimateAndPaddingHelps() {
        sending.want(8_000_000);
        long before = sending.estimateBps();

        run(4000);

        assertThat(sending.estimateBps()).isGreaterThan(2 * before);
        assertThat(sending.isLimited()).isFalse();
        assertThat(got).extracting(Got::ssrc).contains(RTX_SSRC);
        assertThat(got.stream().filter(it -> it.ssrc() == RTX_SSRC))
                .allSatisfy(it -> assertThat(it.payload()).isZero());
        assertNumberedInOrder();
    }

    @Test
    void isNotPaddedWithoutARetransmissionFormat() {
        OutgoingMedia bare = media(MediaKind.VIDEO, VIDEO_SSRC, 0, numbered(), List.of(VP8));
        sending = sending(bare);
        sending.want(8_000_000);

        for (int i = 0; i < 400; i++) {
            step(bare, 96);
        }

        assertThat(got).extracting(Got::ssrc).containsOnly(VIDEO_SSRC);
        assertNumberedInOrder();
    }

    @Test
    void soundAloneIsNoReasonToProbe() {
        PayloadFormat opus =
                new PayloadFormat(
                        111,
                        MediaKind.AUDIO,
                        "opus",
                        48_000,
                        2,
                        "",
                        Set.of(RtcpFeedback.TRANSPORT_CC));
        OutgoingMedia alone = media(MediaKind.AUDIO, AUDIO_SSRC, 0, numbered(), List.of(opus));
        sending = sending(alone);

        for (int i = 0; i < 400; i++) {
            step(alone, 111);
            assertThat(sending.deadlineNanos()).isGreaterThan(nowNanos + 1_000_000_000);
        }
    }

    @Test
    void isNotPaddedWhileNoMoreIsWanted() {
        sending.want(100_000);

        run(4000);

        assertThat(got).extracting(Got::ssrc).doesNotContain(RTX_SSRC);
    }

    private void run(int millis) {
        for (int i = 0; i < millis / 5; i++) {
            step(video, 96);
        }
    }

    /// 5 ms: a packet, a poll, and now and then what came 10 ms ago is told.
    private void step(OutgoingMedia of, int payloadType) {
        nowNanos += 5_000_000;
        send(of, payloadType, 600);
        sending.onFlushed(nowNanos);
        sending.poll(nowNanos);
        assertThat(sending.deadlineNanos()).isGreaterThan(nowNanos);
        if (nowNanos % 50_000_000 == 0) {
            feedBack();
        }
    }

    private void feedBack() {
        int count = got.size() - fed;
        long base = Math.max(0, got.get(fed).nanos() / 64_000_000);
        int[] arrivals = new int[count];
        for (int i = 0; i < count; i++) {
            long after = got.get(fed + i).nanos() + 10_000_000 - base * 64_000_000;
            arrivals[i] = (int) (after / TransportFeedback.TICK_NANOS);
        }
        int first = got.get(fed).transportSequence();
        sending.onFeedback(
                new TransportFeedback(1, VIDEO_SSRC, first, (int) base, 0, arrivals), nowNanos);
        fed = got.size();
    }

    private void assertNumberedInOrder() {
        for (int i = 0; i < got.size(); i++) {
            assertThat(got.get(i).transportSequence()).isEqualTo(i & 0xffff);
        }
    }

    private void send(OutgoingMedia of, int payloadType, int length) {
        ByteBuf chunk = sending.begin(length + 20);
        int index = chunk.writerIndex();
        write(chunk, of, payloadType, ++sequence, length);
        sending.seal(of, index);
    }

    private void sendAgain(OutgoingMedia of, int payloadType, int number) {
        ByteBuf chunk = sending.beginAgain(120);
        int index = chunk.writerIndex();
        write(chunk, of, payloadType, number, 100);
        sending.sealAgain(of, index);
    }

    private static void write(
            ByteBuf chunk, OutgoingMedia of, int payloadType, int number, int length) {
        boolean extended = !of.extensions().equals(ExtensionMap.EMPTY);
        chunk.writeByte(extended ? 0x90 : 0x80).writeByte(payloadType).writeShort(number);
        chunk.writeInt(0).writeInt(of.ssrc());
        if (extended) {
            chunk.writeShort(0xbede).writeShort(1).writeInt((SEQUENCE_ID << 4 | 1) << 24);
        }
        chunk.writeZero(length);
    }

    private SendingSide sending(OutgoingMedia... media) {
        SendingSide made = new SendingSide(List.of(media), 0, counting.allocator(), new Listener());
        made.onKeys(new SrtpSender(SrtpEngine.JDK, SrtpProfile.AEAD_AES_128_GCM, KEY, SALT));
        return made;
    }

    private int replayed;

    private final class Listener implements DatagramSink {
        private final ByteBuf memory = Unpooled.buffer();

        @Override
        public ByteBuf begin(int lengthMax) {
            return memory.ensureWritable(lengthMax + 100);
        }

        @Override
        public void end(int index) {
            ByteBuf datagram = memory.slice(index, memory.writerIndex() - index);
            try {
                RtpHeader header = RtpHeader.read(datagram);
                ByteBuf clear = opener.openRtp(datagram, header, UnpooledByteBufAllocator.DEFAULT);
                try {
                    add(header, RtpPacket.of(clear, header, VP8, 0));
                } finally {
                    clear.release();
                }
            } catch (MalformedPacketException broken) {
                assertThat(broken.rule().name()).isEqualTo("SRTP_REPLAYED");
                replayed++;
            }
        }

        private void add(RtpHeader header, RtpPacket packet) {
            got.add(
                    new Got(
                            header.ssrc(),
                            header.payloadType(),
                            packet.extensionUnsignedShort(SEQUENCE_ID),
                            packet.payloadLength(),
                            nowNanos));
        }
    }

    private static ExtensionMap numbered() {
        return new ExtensionMap(Map.of(HeaderExtension.TRANSPORT_SEQUENCE_NUMBER, SEQUENCE_ID));
    }

    private static OutgoingMedia media(
            MediaKind kind,
            int ssrc,
            int retransmissionSsrc,
            ExtensionMap extensions,
            List<PayloadFormat> formats) {
        return new OutgoingMedia(
                kind, kind.token(), ssrc, retransmissionSsrc, "cname", formats, extensions);
    }

    private static PayloadFormat video(
            int payloadType, String encoding, String parameters, RtcpFeedback... feedback) {
        return new PayloadFormat(
                payloadType, MediaKind.VIDEO, encoding, 90_000, 1, parameters, Set.of(feedback));
    }
}
