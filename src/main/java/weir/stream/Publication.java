package weir.stream;

import weir.forward.MediaBurst;
import weir.loop.OwnerLoop;
import weir.peer.CloseReason;
import weir.peer.IncomingMedia;
import weir.rtcp.SenderReport;
import weir.rtp.Burst;
import weir.rtp.MediaKind;
import weir.transport.MediaSink;
import weir.transport.PeerDriver;

import java.time.Duration;
import java.util.List;

/// What one publisher, or one link to another node, brings into a stream. Reads each payload once,
/// and hands each burst to every loop that has subscribers. Owned by its session's loop.
public final class Publication implements MediaSink {
    private final PeerDriver driver;
    private final String stream;
    private final StreamTableRef streams;
    private final PublicationRef ref;
    private List<LoopFanOutRef> fanOuts = List.of();

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
    }

    void requestKeyFrame(MediaKind kind) {
        driver.requestKeyFrame(kind);
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
    public void onSourceBegun(MediaKind kind, int ssrc, String rid) {}

    @Override
    public void onBurst(Burst burst) {
        try (MediaBurst media = MediaBurst.of(burst)) {
            streams.counters().onReceived(media);
            for (int i = 0; i < media.size(); i++) {
                boolean isVideo = media.packet(i).format().kind() == MediaKind.VIDEO;
                if (isVideo && media.descriptor(i).startsKeyFrame()) {
                    driver.onKeyFrame(media.packet(i));
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
    public void onClosed(CloseReason reason) {
        fanOuts = List.of();
        streams.onPublicationEnded(stream, ref);
    }
}
