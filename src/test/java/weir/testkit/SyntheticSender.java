package weir.testkit;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;

import weir.rtcp.CompoundWriter;
import weir.rtcp.FullIntraRequest;
import weir.rtcp.GenericNack;
import weir.rtcp.PictureLossIndication;
import weir.rtcp.RtcpPacket;
import weir.rtcp.SourceDescription;
import weir.rtp.MediaKind;

import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/// Sends pictures and sound at their pace, key frames when asked, and again what is asked for.
/// Owned by the clients' loop.
final class SyntheticSender {
    private static final int TICK_MILLIS = 20;
    private static final int TICKS_PER_PICTURE = 2;
    private static final int TICKS_PER_REPORT = 25;
    private static final int HEADER_LENGTH = 12;
    private static final int HISTORY_MAX = 20_000;

    private final ClientPath path;
    private final List<SyntheticTrack> tracks;
    private final Map<Long, byte[]> history =
            new LinkedHashMap<>() {
                @Override
                protected boolean removeEldestEntry(Map.Entry<Long, byte[]> eldest) {
                    return size() > HISTORY_MAX;
                }
            };
    private ScheduledFuture<?> pace;
    private final Set<Integer> keyFramesWanted = new HashSet<>();
    private int ticksPerKeyFrame;
    private long ticks;
    private long keyFrameRequests;
    private byte[] lastRtp = {};
    private byte[] lastRtcp = {};

    private SyntheticSender(ClientPath path, List<SyntheticTrack> tracks) {
        this.path = path;
        this.tracks = tracks;
        tracks.forEach(track -> keyFramesWanted.add(track.ssrc()));
    }

    /// @param media               none of a viewer
    /// @param firstSequenceNumber of each
    static SyntheticSender of(
            ClientPath path,
            List<ClientMedia> media,
            int firstSequenceNumber,
            RandomGenerator random) {
        long now = System.nanoTime();
        return new SyntheticSender(
                path,
                media.stream()
                        .flatMap(
                                each ->
                                        SyntheticTrack.of(
                                                each, firstSequenceNumber, random.nextInt(), now))
                        .toList());
    }

    SyntheticTrack track(MediaKind kind) {
        return tracks.stream().filter(track -> track.kind() == kind).findFirst().orElseThrow();
    }

    void start() {
        if (pace == null) {
            pace =
                    ClientLoop.OWNER
                            .eventLoop()
                            .scheduleAtFixedRate(this::tick, 0, TICK_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    void stop() {
        if (pace != null) {
            pace.cancel(false);
            pace = null;
        }
    }

    /// From now on key frames are made at this interval, and not when they are asked for.
    void ignoreRequests(Duration keyFrameInterval) {
        ticksPerKeyFrame = (int) keyFrameInterval.toMillis() / TICK_MILLIS;
    }

    private void tick() {
        long now = System.nanoTime();
        if (ticksPerKeyFrame > 0 && ticks % ticksPerKeyFrame == 0) {
            tracks.forEach(track -> keyFramesWanted.add(track.ssrc()));
        }
        if (ticks % TICKS_PER_REPORT == 0) {
            tracks.forEach(track -> report(track, now));
        }
        for (SyntheticTrack track : tracks) {
            boolean video = track.kind() == MediaKind.VIDEO;
            if (!video || ticks % TICKS_PER_PICTURE == 0) {
                boolean keyFrame = video && keyFramesWanted.remove(track.ssrc());
                track.next(keyFrame, now).forEach(packet -> send(track, packet));
            }
        }
        ticks++;
    }

    private void send(SyntheticTrack track, byte[] packet) {
        byte[] sealed = path.sealRtp(packet, headerLength(packet));
        history.put(key(track.ssrc(), (packet[2] & 0xff) << 8 | packet[3] & 0xff), sealed);
        path.send(sealed);
        lastRtp = sealed;
    }

    private static int headerLength(byte[] packet) {
        boolean extended = (packet[0] & 0x10) != 0;
        return HEADER_LENGTH + (extended ? 4 + 4 * packet[HEADER_LENGTH + 3] : 0);
    }

    private static long key(int ssrc, int sequenceNumber) {
        return (long) ssrc << 16 | sequenceNumber;
    }

    private void report(SyntheticTrack track, long nowNanos) {
        long unixNanos = System.currentTimeMillis() * 1_000_000;
        ByteBuf compound = Unpooled.buffer();
        new CompoundWriter(compound)
                .write(track.report(nowNanos, unixNanos))
                .write(
                        new SourceDescription(
                                List.of(new SourceDescription.Chunk(track.ssrc(), "weir-client"))));
        lastRtcp = path.sealRtcp(ByteBufUtil.getBytes(compound));
        path.send(lastRtcp);
    }

    void onRtcp(RtcpPacket packet) {
        switch (packet) {
            case PictureLossIndication pli -> onKeyFrameRequest(pli.mediaSsrc());
            case FullIntraRequest fir ->
                    fir.entries().forEach(entry -> onKeyFrameRequest(entry.ssrc()));
            case GenericNack nack ->
                    nack.sequenceNumbers().forEach(lost -> sendAgain(nack.mediaSsrc(), lost));
            default -> {}
        }
    }

    private void onKeyFrameRequest(int ssrc) {
        if (ticksPerKeyFrame == 0) {
            keyFramesWanted.add(ssrc);
        }
        keyFrameRequests++;
    }

    private void sendAgain(int ssrc, int sequenceNumber) {
        byte[] sealed = history.get(key(ssrc, sequenceNumber));
        if (sealed != null) {
            path.send(sealed);
        }
    }

    long keyFrameRequests() {
        return keyFrameRequests;
    }

    /// As it was sent.
    byte[] lastRtp() {
        return lastRtp;
    }

    /// As it was sent.
    byte[] lastRtcp() {
        return lastRtcp;
    }
}
