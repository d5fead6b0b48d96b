package weir.bench.session;

import io.netty.buffer.ByteBuf;

import weir.bench.media.RtpSource;
import weir.bench.media.SyntheticAudio;
import weir.bench.media.SyntheticVideo;
import weir.bench.net.MessageArray;
import weir.rtcp.CompoundReader;
import weir.rtcp.FullIntraRequest;
import weir.rtcp.NtpTime;
import weir.rtcp.PictureLossIndication;
import weir.rtcp.RtcpPacket;
import weir.rtcp.SenderReport;
import weir.rtcp.SourceDescription;
import weir.srtp.SrtpReceiver;
import weir.wire.MalformedPacketException;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Sends one stream on schedule: what is late is sent at once, and the schedule does not move.
/// Answers requests for a key frame with the next frame. Owned by the loop.
final class Publisher implements MediaListener {
    private static final long SECOND_NANOS = 1_000_000_000;
    private static final long NEVER = Long.MAX_VALUE;
    private static final String CNAME = "bench";

    private final Optional<SyntheticVideo> video;
    private final SyntheticAudio audio;
    private MediaLink link;
    private long startNanos;
    private long frames;
    private long audioPackets;
    private long nextVideoNanos = NEVER;
    private long nextAudioNanos = NEVER;
    private long refused;

    /// @param video empty for audio alone
    Publisher(SyntheticAudio audio, Optional<SyntheticVideo> video) {
        this.audio = audio;
        this.video = video;
    }

    /// Media begins at that time.
    void start(long atNanos) {
        startNanos = atNanos;
        frames = 0;
        audioPackets = 0;
        nextVideoNanos = video.isPresent() ? atNanos : NEVER;
        nextAudioNanos = atNanos;
    }

    /// When something is to be sent.
    long nextNanos() {
        return Math.min(nextVideoNanos, nextAudioNanos);
    }

    /// Sends one frame or one packet of audio.
    void sendNext(MessageArray messages) {
        if (nextAudioNanos <= nextVideoNanos) {
            int length = audio.write(nextAudioNanos, messages.buffer(0));
            link.seal(messages, 0, RtpSource.HEADER_LENGTH, length);
            refused += 1 - link.send(messages, 1);
            audioPackets++;
            nextAudioNanos =
                    startNanos + audioPackets * SECOND_NANOS / SyntheticAudio.PACKETS_PER_SECOND;
        } else {
            video.ifPresent(source -> sendFrame(source, messages));
        }
    }

    private void sendFrame(SyntheticVideo source, MessageArray messages) {
        int packets = source.beginFrame();
        for (int i = 0; i < packets; i++) {
            int length = source.write(i, nextVideoNanos, messages.buffer(i));
            link.seal(messages, i, RtpSource.HEADER_LENGTH, length);
        }
        refused += packets - link.send(messages, packets);
        frames++;
        nextVideoNanos = startNanos + frames * SECOND_NANOS / SyntheticVideo.FRAMES_PER_SECOND;
    }

    /// Packets sent so far, by kind together.
    long packets() {
        return audio.source().packets()
                + video.map(SyntheticVideo::source).map(RtpSource::packets).orElse(0L);
    }

    long keyFrames() {
        return video.map(SyntheticVideo::keyFrames).orElse(0L);
    }

    void requestKeyFrame() {
        video.ifPresent(SyntheticVideo::requestKeyFrame);
    }

    /// Packets that our own kernel did not take.
    long refused() {
        return refused;
    }

    @Override
    public void onConnected(MediaLink connected) {
        link = connected;
    }

    @Override
    public void onRtp(ByteBuf packet, SrtpReceiver receiver, long nowNanos) {
        // Nobody sends media to a publisher, but some servers probe.
    }

    @Override
    public void onRtcp(ByteBuf compound, long nowNanos) {
        try {
            for (RtcpPacket packet : CompoundReader.read(compound)) {
                if (packet instanceof PictureLossIndication || packet instanceof FullIntraRequest) {
                    requestKeyFrame();
                }
            }
        } catch (MalformedPacketException _) {
            // What a server says wrongly does not concern the measurement.
        }
    }

    @Override
    public boolean isHurried() {
        return false;
    }

    /// Sender reports, so that the server can align audio and video.
    @Override
    public void onTick(long nowNanos) {
        if (nextNanos() == NEVER) {
            return;
        }
        Instant now = Instant.now();
        long ntp = NtpTime.ofUnixNanos(now.getEpochSecond() * SECOND_NANOS + now.getNano());
        report(audio.source(), SyntheticAudio.CLOCK_RATE, ntp, nowNanos);
        video.map(SyntheticVideo::source)
                .ifPresent(source -> report(source, SyntheticVideo.CLOCK_RATE, ntp, nowNanos));
    }

    private void report(RtpSource source, int clockRate, long ntp, long nowNanos) {
        long next = clockRate == SyntheticAudio.CLOCK_RATE ? nextAudioNanos : nextVideoNanos;
        int timestamp = source.timestamp() - (int) ((next - nowNanos) * clockRate / SECOND_NANOS);
        link.sendRtcp(
                List.of(
                        new SenderReport(
                                source.ssrc(),
                                ntp,
                                timestamp,
                                source.packets(),
                                source.octets(),
                                List.of()),
                        new SourceDescription(
                                List.of(new SourceDescription.Chunk(source.ssrc(), CNAME)))));
    }
}
