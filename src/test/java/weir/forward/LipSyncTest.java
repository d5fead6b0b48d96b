package weir.forward;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import weir.rtp.MediaKind;

import java.util.Random;

/// Publishers with clocks of their own, one after the other: what a viewer's sender reports say of
/// its audio and its video leads to the same moment.
class LipSyncTest {
    private static final long MILLISECOND = 1_000_000;
    private static final long PUBLISHER_NANOS = 12_000 * MILLISECOND;

    private static final TestSource AUDIO = TestSource.audio(48_000, 1);
    private static final TestSource VIDEO = TestSource.video("H264", 2);
    private static final byte[] AUDIO_PAYLOAD = TestSource.bytes("aa");
    private static final byte[] VIDEO_PAYLOAD = TestSource.bytes("6588");

    private final Rewriter audio = new Rewriter(MediaKind.AUDIO, 1, new Random(1));
    private final Rewriter video = new Rewriter(MediaKind.VIDEO, 2, new Random(2));

    private final ByteBuf output = Unpooled.buffer();

    private Random random;
    private SourceClock clock;
    private long publisherNtpNanos;
    private int audioBase;
    private int videoBase;
    private long audioDelay;
    private long videoDelay;

    /// The capture time and the timestamp that the viewer got with it, of the last packet of each.
    private long audioCapture;

    private int audioTimestamp;
    private long videoCapture;
    private int videoTimestamp;

    @ParameterizedTest
    @MethodSource("weir.testkit.Seeds#thousand")
    void holdsAfterThreeSwitches(long seed) {
        random = new Random(seed);
        long now = random.nextLong(1L << 50);
        for (int publisher = 0; publisher < 4; publisher++) {
            begin(publisher);
            publish(now);
            now += PUBLISHER_NANOS;

            long audioAt = shownNanos(audio, now, audioTimestamp, 48_000) - audioCapture;
            long videoAt = shownNanos(video, now, videoTimestamp, 90_000) - videoCapture;
            assertThat(Math.abs(audioAt - videoAt)).isLessThan(5 * MILLISECOND);
            now += random.nextLong(3000 * MILLISECOND);
        }
    }

    private void begin(int publisher) {
        clock = new SourceClock();
        publisherNtpNanos = random.nextLong(1_000_000_000_000L);
        audioBase = random.nextInt();
        videoBase = random.nextInt();
        audioDelay = (5 + random.nextInt(40)) * MILLISECOND;
        videoDelay = (30 + random.nextInt(100)) * MILLISECOND;
        audio.onSource(publisher, clock);
        video.onSource(publisher, clock);
    }

    /// Audio every 20 ms, video every 40, a report of each now and then; the network adds up to 20.
    private void publish(long start) {
        for (long at = 0; at < PUBLISHER_NANOS - 500 * MILLISECOND; at += 20 * MILLISECOND) {
            long capture = start + at;
            audioTimestamp = write(audio, AUDIO, capture, at, AUDIO_PAYLOAD);
            audioCapture = capture;
            if (at % (40 * MILLISECOND) == 0) {
                videoTimestamp = write(video, VIDEO, capture, at, VIDEO_PAYLOAD);
                videoCapture = capture;
            }
            if (at % (1000 * MILLISECOND) == 0) {
                report(MediaKind.VIDEO, 90_000, videoBase, capture, at);
            }
            if (at % (2500 * MILLISECOND) == 0) {
                report(MediaKind.AUDIO, 48_000, audioBase, capture, at);
            }
        }
    }

    /// Three million packets in all: what they are made of is made once.
    private int write(Rewriter rewriter, TestSource source, long capture, long at, byte[] payload) {
        boolean isAudio = source == AUDIO;
        int rate = source.format().clockRate();
        int timestamp = (isAudio ? audioBase : videoBase) + (int) Ticks.ofNanos(at, rate);
        long arrival = capture + (isAudio ? audioDelay : videoDelay) + jitter();
        int sequence = (int) (at / (20 * MILLISECOND)) >> (isAudio ? 0 : 1);
        try (var packet = source.packet(sequence, timestamp, payload, 0, arrival)) {
            clock.onPacket(source.format().kind(), packet.ssrc(), rate, timestamp, arrival);
            if (rewriter.write(packet, TestSource.describe(packet), 96, output.clear()) <= 0) {
                throw new AssertionError("not written: " + packet);
            }
        }
        return output.getInt(4);
    }

    private void report(MediaKind kind, int clockRate, int base, long capture, long at) {
        clock.onSenderReport(
                kind,
                (kind == MediaKind.AUDIO ? AUDIO : VIDEO).ssrc(),
                clockRate,
                SourceClockTest.ntp(publisherNtpNanos + at),
                base + (int) Ticks.ofNanos(at, clockRate),
                capture + 20 * MILLISECOND + jitter());
    }

    private long jitter() {
        return random.nextLong(20 * MILLISECOND);
    }

    /// When a viewer that goes by the report shows what has this timestamp.
    private static long shownNanos(Rewriter rewriter, long now, int timestamp, int clockRate) {
        int reported = rewriter.report(now).orElseThrow().rtpTimestamp();
        return now + Ticks.toNanos(timestamp - reported, clockRate);
    }
}
