package weir.stream;

import weir.forward.BurstReader;
import weir.forward.MediaBurst;
import weir.forward.MediaPacket;
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
        driver.requestKeyFrame(kind);
    }

    void requestKeyFrame(int ssrc) {
        driver.requestKeyFrame(ssrc);
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
        next.removeIf(begun::isSameEncoding);
        next.add(begun);
        rtpStreams = List.copyOf(next);
        deliverStreams();
    }

    @Override
    public void onBurst(Burst burst) {
        try (MediaBurst media = reader.read(burst)) {
            streams.counters().onReceived(media);
            for (int i = 0; i < media.size(); i++) {
                MediaPacket packet = media.get(i);
                boolean isVideo = packet.rtp().format().kind() == MediaKind.VIDEO;
                if (isVideo && packet.descriptor().startsKeyFrame()) {
                    driver.onKeyFrame(packet.rtp());
                }
            }
            for (LoopFanOutRef fanOut : fanOuts) {
                fanOut.deliver(ref, media);
            }
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
        streams.onPublicationEnded(stream, ref);
    }
}
