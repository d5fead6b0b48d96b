package weir.stream;

import weir.forward.BurstReader;
import weir.forward.MediaBurst;
import weir.forward.MediaPacket;
import weir.forward.ParameterSetInserter;
import weir.loop.OwnerLoop;
import weir.peer.CloseReason;
import weir.peer.IncomingMedia;
import weir.rtcp.SenderReport;
import weir.rtp.Burst;
import weir.rtp.HeaderExtension;
import weir.rtp.MediaKind;
import weir.transport.MediaSink;
import weir.transport.PeerDriver;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// What one publisher, or one link to another node, brings into a stream. Reads each payload once,
/// and hands each burst to every loop that has subscribers. Owned by its session's loop.
public final class Publication implements MediaSink {
    private final PeerDriver driver;
    private final String stream;
    private final StreamTableRef streams;
    private final PublicationRef ref;
    private final BurstReader reader = new BurstReader();
    private final ParameterSetInserter parameterSets = new ParameterSetInserter();
    private final List<StartingPoint> starts = new ArrayList<>(2);
    private long keyFramesCompleted;
    private List<LoopFanOutRef> fanOuts = List.of();
    private List<RtpStream> rtpStreams = List.of();

    /// @param epoch of the claim that this publication serves, in milliseconds, see `cluster.Claim`
    public Publication(
            PeerDriver driver,
            String stream,
            StreamTableRef streams,
            PublicationOrigin origin,
            long epoch,
            List<IncomingMedia> media) {
        this.driver = driver;
        this.stream = stream;
        this.streams = streams;
        this.ref = new PublicationRef(this, driver.owner(), driver.ref(), origin, epoch, media);
        for (IncomingMedia each : media) {
            int id = each.extensions().id(HeaderExtension.DEPENDENCY_DESCRIPTOR);
            reader.onFormats(each.formats(), id);
        }
        streams.publish(stream, ref);
    }

    public PublicationRef ref() {
        return ref;
    }

    OwnerLoop owner() {
        return driver.owner();
    }

    void setFanOuts(List<LoopFanOutRef> current) {
        owner().assertOwned();
        fanOuts = current;
        deliverStreams();
    }

    private void deliverStreams() {
        fanOuts.forEach(fanOut -> fanOut.deliverStreams(ref, rtpStreams));
    }

    void requestKeyFrame(MediaKind kind) {
        if (kind == MediaKind.VIDEO) {
            starts.forEach(start -> start.onRequested(System.nanoTime()));
        }
        driver.requestKeyFrame(kind);
    }

    void requestKeyFrame(int ssrc) {
        StartingPoint start = findStart(ssrc);
        if (start != null) {
            start.onRequested(System.nanoTime());
        }
        driver.requestKeyFrame(ssrc);
    }

    void requestStart(int ssrc, LoopFanOutRef fanOut) {
        StartingPoint start = findStart(ssrc);
        if (start != null && start.isUsable(System.nanoTime())) {
            fanOut.deliverPast(ref, start.packets());
        } else {
            requestKeyFrame(ssrc);
        }
    }

    /// How long nothing has come that the peer sealed; what only keeps the path open is no sign of
    /// a publisher.
    Duration silence() {
        owner().assertOwned();
        return Duration.ofNanos(System.nanoTime() - driver.peer().receiving().heardNanos());
    }

    @Override
    public void onConnected() {
        streams.onPublicationConnected(stream, ref);
    }

    @Override
    public void onPauseRequested(int mediaSsrc, boolean paused) {}

    @Override
    public void onSourceBegun(MediaKind kind, int ssrc, String rid) {
        RtpStream begun = new RtpStream(kind, ssrc, rid);
        List<RtpStream> next = new ArrayList<>(rtpStreams);
        next.stream().filter(begun::isSameEncoding).forEach(each -> closeStart(each.ssrc()));
        next.removeIf(begun::isSameEncoding);
        next.add(begun);
        if (kind == MediaKind.VIDEO) {
            starts.add(StartingPoint.of(ssrc, ref, streams.config(), streams.counters()));
        }
        rtpStreams = List.copyOf(next);
        deliverStreams();
    }

    private void closeStart(int ssrc) {
        StartingPoint start = findStart(ssrc);
        if (start != null) {
            starts.remove(start);
            start.close();
        }
    }

    /// @return null if it is no video of this publication: on the path of packets
    private StartingPoint findStart(int ssrc) {
        for (int i = 0; i < starts.size(); i++) {
            if (starts.get(i).ssrc() == ssrc) {
                return starts.get(i);
            }
        }
        return null;
    }

    @Override
    public void onBurst(Burst burst) {
        try (MediaBurst received = reader.read(burst);
                MediaBurst media = parameterSets.complete(received)) {
            streams.counters().onReceived(received);
            onKeyFrames(received);
            countCompleted();
            for (int i = 0; i < media.size(); i++) {
                MediaPacket packet = media.get(i);
                if (packet.rtp().format().kind() == MediaKind.VIDEO) {
                    onVideo(packet);
                }
            }
            for (LoopFanOutRef fanOut : fanOuts) {
                fanOut.deliver(ref, media);
            }
        }
    }

    private void countCompleted() {
        long inserted = parameterSets.inserted();
        if (inserted != keyFramesCompleted) {
            streams.counters().onKeyFramesCompleted(inserted - keyFramesCompleted);
            keyFramesCompleted = inserted;
        }
    }

    /// By the numbers that the publisher knows.
    private void onKeyFrames(MediaBurst received) {
        for (int i = 0; i < received.size(); i++) {
            MediaPacket packet = received.get(i);
            boolean isVideo = packet.rtp().format().kind() == MediaKind.VIDEO;
            if (isVideo && packet.descriptor().startsKeyFrame()) {
                driver.onKeyFrame(packet.rtp());
            }
        }
    }

    private void onVideo(MediaPacket packet) {
        StartingPoint start = findStart(packet.rtp().ssrc());
        if (start != null) {
            start.onPacket(packet);
        }
    }

    @Override
    public void onSenderReport(
            MediaKind kind, int clockRate, SenderReport report, long arrivalNanos) {
        for (LoopFanOutRef fanOut : fanOuts) {
            fanOut.deliverReport(ref, new TimedReport(kind, clockRate, report, arrivalNanos));
        }
    }

    /// A publisher is not sent media, so it asks for none.
    @Override
    public void onKeyFrameRequested(int mediaSsrc) {}

    @Override
    public void onRetransmissionRequested(int mediaSsrc, int[] sequenceNumbers) {}

    @Override
    public void onReportDue() {}

    @Override
    public void onWake(long nowNanos) {}

    @Override
    public void onClosed(CloseReason reason) {
        fanOuts = List.of();
        starts.forEach(StartingPoint::close);
        starts.clear();
        streams.onPublicationEnded(stream, ref);
    }
}
