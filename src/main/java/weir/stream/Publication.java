package weir.stream;

import weir.forward.BurstReader;
import weir.forward.MediaBurst;
import weir.forward.MediaPacket;
import weir.forward.ParameterSetInserter;
import weir.loop.OwnerLoop;
import weir.peer.CloseReason;
import weir.peer.IncomingMedia;
import weir.peer.ReceivingSide;
import weir.rtcp.SenderReport;
import weir.rtp.Burst;
import weir.rtp.HeaderExtension;
import weir.rtp.MediaKind;
import weir.transport.MediaSink;
import weir.transport.PeerDriver;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What one publisher, or one link to another node, brings into a stream. Reads each payload once,
/// and hands each burst to every loop that has subscribers. Owned by its session's loop.
public final class Publication implements MediaSink {
    private static final long DEMAND_INTERVAL_NANOS = 100_000_000L;

    private final PeerDriver driver;
    private final String stream;
    private final StreamTableRef streams;
    private final PublicationRef ref;
    private final BurstReader reader = new BurstReader();
    private final ParameterSetInserter parameterSets = new ParameterSetInserter();
    private final StartingPoints starts;
    private long keyFramesCompleted;
    private final PublicationMeter meter;
    private List<LoopFanOutRef> fanOuts = List.of();
    private List<RtpStream> rtpStreams = List.of();

    /// A publisher is to send all that it can; a link need not carry what nobody here watches.
    private final Optional<LinkDemand> demand;

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
        this.starts = new StartingPoints(ref, streams.config(), streams.counters());
        this.demand =
                origin == PublicationOrigin.LINK ? Optional.of(new LinkDemand()) : Optional.empty();
        for (IncomingMedia each : media) {
            int id = each.extensions().id(HeaderExtension.DEPENDENCY_DESCRIPTOR);
            reader.onFormats(each.formats(), id);
        }
        this.meter =
                new PublicationMeter(
                        media.stream().anyMatch(each -> each.kind() == MediaKind.VIDEO));
        streams.publish(stream, ref);
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
        demand.ifPresent(this::deliverRelayed);
    }

    private void deliverRelayed(LinkDemand known) {
        List<RelayedStream> relayed = known.streams();
        fanOuts.forEach(fanOut -> fanOut.deliverRelayed(ref, relayed));
    }

    void requestKeyFrame(int ssrc) {
        long now = System.nanoTime();
        starts.onRequested(ssrc, now);
        meter.onRequest(ssrc, now);
        demand.ifPresent(
                here -> {
                    here.onKeyFrameRequested(ssrc, now);
                    tellDemand(here, now);
                });
        driver.requestKeyFrame(ssrc);
    }

    void requestStart(int ssrc, LoopFanOutRef fanOut) {
        boolean paused = demand.isPresent() && demand.get().isPaused(ssrc);
        List<MediaPacket> past = starts.usable(ssrc, System.nanoTime());
        if (paused || past.isEmpty()) {
            requestKeyFrame(ssrc);
        } else {
            fanOut.deliverPast(ref, past);
        }
    }

    void onWanted(LoopFanOutRef loop, WantedStreams wanted) {
        owner().assertOwned();
        demand.ifPresent(
                here -> {
                    here.onWanted(loop, wanted);
                    tellDemand(here, System.nanoTime());
                });
    }

    /// Pauses and resumes. Who awaits what is resumed asks for its key frame, once it can be sent
    /// it: one that came before would put off the next.
    private void tellDemand(LinkDemand here, long nowNanos) {
        List<LinkDemand.Change> changes = here.poll(nowNanos);
        if (changes.isEmpty()) {
            return;
        }
        ReceivingSide receiving = driver.peer().receiving();
        for (LinkDemand.Change change : changes) {
            receiving.requestPause(change.ssrc(), change.paused(), System.nanoTime());
            if (change.paused()) {
                starts.onPaused(change.ssrc());
            }
        }
        driver.flush();
        deliverRelayed(here);
    }

    /// How long nothing has come that the peer sealed; what only keeps the path open is no sign of
    /// a publisher.
    Duration silence() {
        owner().assertOwned();
        return Duration.ofNanos(System.nanoTime() - driver.peer().receiving().heardNanos());
    }

    PublicationStats stats() {
        owner().assertOwned();
        long now = System.nanoTime();
        return new PublicationStats(
                meter.facts(now), driver.peer().receiving().stats(), meter.encodings(now));
    }

    @Override
    public void onConnected() {
        streams.onPublicationConnected(stream, ref);
        onWake(System.nanoTime());
    }

    @Override
    public void onPauseRequested(int mediaSsrc, boolean paused) {}

    @Override
    public void onSourceBegun(MediaKind kind, int ssrc, String rid) {
        RtpStream begun = new RtpStream(kind, ssrc, rid);
        List<RtpStream> next = new ArrayList<>(rtpStreams);
        for (RtpStream before : rtpStreams) {
            if (begun.isSameEncoding(before)) {
                next.remove(before);
                starts.end(before.ssrc());
                meter.forget(before.ssrc());
            }
        }
        next.add(begun);
        if (kind == MediaKind.VIDEO) {
            starts.begin(ssrc);
        }
        rtpStreams = List.copyOf(next);
        demand.ifPresent(here -> here.onStreams(rtpStreams, System.nanoTime()));
        deliverStreams();
    }

    @Override
    public void onBurst(Burst burst) {
        try (MediaBurst received = reader.read(burst);
                MediaBurst media = parameterSets.complete(received)) {
            streams.counters().onReceived(received);
            measure(received);
            countCompleted();
            for (int i = 0; i < media.size(); i++) {
                MediaPacket packet = media.get(i);
                if (packet.rtp().format().kind() == MediaKind.VIDEO) {
                    starts.onPacket(packet);
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
    private void measure(MediaBurst received) {
        boolean told = false;
        for (int i = 0; i < received.size(); i++) {
            MediaPacket packet = received.get(i);
            boolean isVideo = packet.rtp().format().kind() == MediaKind.VIDEO;
            if (isVideo && packet.descriptor().startsKeyFrame()) {
                driver.onKeyFrame(packet.rtp());
            }
            told |= meter.onPacket(packet, packet.rtp().arrivalNanos());
        }
        if (told) {
            describeStreams();
        }
    }

    /// Key frames are rare, and news in them rarer: every loop is told of all streams again.
    private void describeStreams() {
        List<RtpStream> described = new ArrayList<>();
        for (RtpStream each : rtpStreams) {
            EncodingMeter encoding = meter.find(each.ssrc());
            described.add(encoding == null ? each : each.withFacts(encoding.facts()));
        }
        rtpStreams = List.copyOf(described);
        deliverStreams();
    }

    @Override
    public void onSenderReport(
            MediaKind kind, int clockRate, SenderReport report, long arrivalNanos) {
        for (LoopFanOutRef fanOut : fanOuts) {
            fanOut.deliverReport(ref, new TimedReport(kind, clockRate, report, arrivalNanos));
        }
        demand.filter(here -> here.onSenderReport(report, arrivalNanos))
                .ifPresent(this::deliverRelayed);
    }

    /// A publisher is not sent media, so it asks for none.
    @Override
    public void onKeyFrameRequested(int mediaSsrc) {}

    @Override
    public void onRetransmissionRequested(int mediaSsrc, int[] sequenceNumbers) {}

    @Override
    public void onReportDue() {}

    /// Looks what has not been wanted for long enough.
    @Override
    public void onWake(long nowNanos) {
        demand.ifPresent(
                here -> {
                    tellDemand(here, nowNanos);
                    driver.wakeAt(nowNanos + DEMAND_INTERVAL_NANOS);
                });
    }

    @Override
    public void onClosed(CloseReason reason) {
        fanOuts = List.of();
        starts.close();
        streams.onPublicationEnded(stream, ref);
    }
}
