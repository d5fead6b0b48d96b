package weir.peer;

import static org.assertj.core.api.Assertions.assertThat;

import static weir.peer.MediaWriter.AUDIO_SSRC;
import static weir.peer.MediaWriter.OPUS;
import static weir.peer.MediaWriter.RTX;
import static weir.peer.MediaWriter.VIDEO_SSRC;
import static weir.peer.MediaWriter.VP8;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import weir.rtcp.NtpTime;
import weir.rtcp.SenderReport;
import weir.rtp.RtcpFeedback;
import weir.srtp.SrtpProfile;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/// Any sequence of calls, with any bytes: nothing but [weir.wire.MalformedPacketException] is
/// thrown, no drained peer is due in the past, and nothing leaks.
class PeerFuzzTest {
    private static final int OPERATIONS = 25;
    private static final int SEEN_MAX = 64;

    private final List<byte[]> seen = new ArrayList<>();

    @ParameterizedTest
    @MethodSource("weir.testkit.Seeds#thousand")
    void survivesAnyOperations(long seed) {
        RandomGenerator random = new SplittableRandom(seed);
        PeerPair pair = pair(seed, random);

        for (int i = 0; i < OPERATIONS; i++) {
            operate(pair, random);
        }
        pair.run(Duration.ofSeconds(1));
        pair.close();

        assertThat(pair.counting.bytesHeld()).isZero();
    }

    private PeerPair pair(long seed, RandomGenerator random) {
        SrtpProfile profile = SrtpProfile.values()[random.nextInt(2)];
        RtcpFeedback bandwidth =
                random.nextBoolean() ? RtcpFeedback.TRANSPORT_CC : RtcpFeedback.REMB;
        RtcpFeedback[] feedback = {RtcpFeedback.NACK, RtcpFeedback.PLI, bandwidth};
        PeerPair pair =
                random.nextBoolean()
                        ? new PeerPair(seed, profile, feedback)
                        : new PeerPair(seed, profile, simulcast(feedback));
        pair.toNode
                .loss(random.nextDouble(0.3))
                .delay(Duration.ofMillis(random.nextInt(40)), Duration.ofMillis(30));
        pair.toNode.drop(this::remember);
        pair.toClient.loss(random.nextDouble(0.3)).drop(this::remember);
        if (random.nextInt(4) > 0) {
            pair.connect();
        }
        return pair;
    }

    private static List<IncomingMedia> simulcast(RtcpFeedback... feedback) {
        return MediaWriter.simulcast(Map.of(9, 7, 10, 99), List.of("h", "m", "l"), feedback);
    }

    private boolean remember(ByteBuf datagram) {
        if (seen.size() < SEEN_MAX && datagram.isReadable()) {
            seen.add(ByteBufUtil.getBytes(datagram));
        }
        return false;
    }

    private void operate(PeerPair pair, RandomGenerator random) {
        PeerEnd end = random.nextBoolean() ? pair.node : pair.client;
        switch (random.nextInt(17)) {
            case 0, 1 -> end.receive(garbage(random), pair.nowNanos);
            case 2, 3 -> end.receive(mutated(random), pair.nowNanos);
            case 4 -> pair.run(Duration.ofMillis(random.nextInt(500)));
            case 5, 6, 7 -> pair.run(Duration.ofMillis(random.nextInt(30)));
            case 8 -> end.peer.requestKeyFrame(ssrc(random), pair.nowNanos);
            case 16 ->
                    end.peer
                            .receiving()
                            .requestPause(random.nextInt(40), random.nextBoolean(), pair.nowNanos);
            case 9 -> end.peer.onKeys(end.keys, pair.nowNanos);
            case 10 -> end.peer.sendDtls(garbage(random));
            case 11 -> {
                if (random.nextInt(10) == 0) {
                    end.peer.close(CloseReason.HUNG_UP);
                }
            }
            default -> send(pair.client.peer, random, pair.nowNanos);
        }
    }

    /// Media that is sealed rightly and may be wrong in every other way.
    private void send(Peer peer, RandomGenerator random, long nowNanos) {
        if (!peer.isConnected()) {
            return;
        }
        SendingSide sending = peer.sending();
        int sequence = 100 + random.nextInt(40);
        switch (random.nextInt(8)) {
            case 0 -> MediaWriter.write(sending, VP8, VIDEO_SSRC, sequence, 10 * sequence);
            case 1 -> MediaWriter.writeNumbered(sending, VP8, 5, sequence, 3 * sequence);
            case 2 -> MediaWriter.write(sending, OPUS, AUDIO_SSRC, sequence, sequence);
            case 3 -> writeRandomRtx(sending, random);
            case 4 -> writeRandomRtcp(sending, random, nowNanos);
            case 5 -> writeRandomRtp(sending, random);
            case 6 -> MediaWriter.writeNamed(sending, ssrc(random), unique++, rid(random));
            case 7 ->
                    MediaWriter.writeNamedRtx(
                            sending, ssrc(random), unique++, random.nextInt(0x10000), rid(random));
            default -> throw new AssertionError();
        }
    }

    private static int ssrc(RandomGenerator random) {
        return 7 + random.nextInt(30);
    }

    private static String rid(RandomGenerator random) {
        return List.of("h", "m", "l", "x").get(random.nextInt(4));
    }

    /// A new index each time: the sender's own rule is not what is tested here.
    private int unique = 1000;

    private void writeRandomRtx(SendingSide sending, RandomGenerator random) {
        MediaWriter.writeRtx(sending, unique++, random.nextInt(0x10000), random.nextInt(100));
    }

    private void writeRandomRtp(SendingSide sending, RandomGenerator random) {
        ByteBuf chunk = sending.begin(200);
        int index = chunk.writerIndex();
        byte[] bytes = new byte[12 + random.nextInt(150)];
        random.nextBytes(bytes);
        chunk.writeBytes(bytes);
        chunk.setByte(index, 0x80 | bytes[0] & 0x20);
        int[] payloadTypes = {VP8, RTX, OPUS, bytes[1] & 0x7f};
        chunk.setByte(index + 1, payloadTypes[random.nextInt(4)]);
        chunk.setShort(index + 2, unique++);
        chunk.setInt(index + 8, 7 + random.nextInt(20));
        sending.seal(index, 12);
    }

    private static void writeRandomRtcp(
            SendingSide sending, RandomGenerator random, long nowNanos) {
        if (random.nextBoolean()) {
            sending.relayReport(
                    new SenderReport(
                            VIDEO_SSRC,
                            NtpTime.ofUnixNanos(random.nextLong()),
                            random.nextInt(),
                            nowNanos & 0xffff,
                            0,
                            List.of()),
                    random.nextBoolean() ? "" : "h");
            return;
        }
        byte[] bytes = new byte[8 + random.nextInt(60)];
        random.nextBytes(bytes);
        bytes[0] = (byte) (0x80 | bytes[0] & 0x1f);
        bytes[1] = (byte) (200 + random.nextInt(8));
        bytes[2] = 0;
        bytes[3] = (byte) random.nextInt(bytes.length / 4 + 1);
        sending.sendRtcp(Unpooled.wrappedBuffer(bytes));
    }

    private static ByteBuf garbage(RandomGenerator random) {
        byte[] bytes = new byte[random.nextInt(120)];
        random.nextBytes(bytes);
        int[] firsts = {0x80, 0x90, 22, 0, 1, 0x40, 0xbf};
        if (bytes.length > 0) {
            bytes[0] = (byte) firsts[random.nextInt(firsts.length)];
        }
        return Unpooled.wrappedBuffer(bytes);
    }

    private ByteBuf mutated(RandomGenerator random) {
        if (seen.isEmpty()) {
            return garbage(random);
        }
        byte[] bytes = seen.get(random.nextInt(seen.size())).clone();
        for (int i = random.nextInt(4); i > 0; i--) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        return Unpooled.wrappedBuffer(bytes, 0, 1 + random.nextInt(bytes.length));
    }
}
