package weir.bench.run;

import org.HdrHistogram.Histogram;

import weir.bench.machine.NullForwarder;
import weir.bench.media.DelayAccount;
import weir.bench.session.Dialer;
import weir.bench.session.MediaLoop;
import weir.bench.session.PlainDialer;
import weir.bench.session.PublishedStream;
import weir.bench.session.WatchingViewer;
import weir.srtp.SrtpProfile;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A load that is up: its streams and their viewers. Owned by the thread that runs the workload;
/// what belongs to the loop is asked of the loop.
public final class Load implements AutoCloseable {
    private static final long LEAD_NANOS = 20_000_000;

    private interface Closing {
        void close() throws InterruptedException;
    }

    private final MediaLoop loop;
    private final LoadShape shape;
    private final DelayAccount delays = new DelayAccount();
    private final List<PublishedStream> streams = new ArrayList<>();
    private final List<List<WatchingViewer>> viewers = new ArrayList<>();
    private final long[] publishedBefore;
    private Closing closing = () -> {};

    private Load(MediaLoop loop, LoadShape shape) {
        this.loop = loop;
        this.shape = shape;
        this.publishedBefore = new long[shape.streams()];
    }

    /// Publishes, starts the media, then brings in the viewers.
    static Load atServer(
            MediaLoop loop, Dialer dialer, Addresses addresses, LoadShape shape, Progress progress)
            throws IOException, InterruptedException {
        Load load = new Load(loop, shape);
        Joining joining = new Joining(progress);
        load.closing = () -> load.hangUp(dialer, joining);
        try {
            load.streams.addAll(
                    joining.all(
                            "publishing",
                            shape.streams(),
                            i -> dialer.publish(addresses.whip(i), shape.video())));
            load.startMedia();
            int each = shape.viewers();
            List<WatchingViewer> all =
                    joining.all(
                            "joining",
                            shape.viewersInAll(),
                            i ->
                                    dialer.watch(
                                            addresses.whep(i / each),
                                            shape.video(),
                                            load.sample(i),
                                            shape.loss()));
            for (int i = 0; i < shape.streams(); i++) {
                load.viewers.add(all.subList(i * each, (i + 1) * each));
            }
            return load;
        } catch (IOException | InterruptedException e) {
            load.close();
            throw e;
        }
    }

    static Load atNullForwarder(
            MediaLoop loop, NullForwarder forwarder, SrtpProfile profile, LoadShape shape)
            throws IOException, InterruptedException {
        Load load = new Load(loop, shape);
        PlainDialer dialer = new PlainDialer(loop, forwarder, profile);
        load.closing = () -> dialer.close(load.viewers.stream().flatMap(List::stream).toList());
        for (int i = 0; i < shape.streams(); i++) {
            int before = i * shape.viewers();
            load.streams.add(dialer.publish(i, shape.video()));
            load.viewers.add(
                    dialer.watch(i, shape.viewers(), shape.video(), k -> load.sample(before + k)));
        }
        load.startMedia();
        return load;
    }

    private Optional<DelayAccount> sample(int viewer) {
        return shape.isSampled(viewer) ? Optional.of(delays) : Optional.empty();
    }

    /// The streams' frames are spread over the time between two.
    private void startMedia() {
        long startNanos = System.nanoTime() + LEAD_NANOS;
        for (int i = 0; !shape.silent() && i < streams.size(); i++) {
            long phase = 33_333_333L * i / streams.size();
            streams.get(i).start(loop, startNanos + phase);
        }
    }

    public LoadShape shape() {
        return shape;
    }

    /// Ports whose drops count.
    Set<Integer> viewerPorts() {
        Set<Integer> ports = new HashSet<>();
        viewers.forEach(each -> each.forEach(viewer -> ports.add(viewer.port())));
        return ports;
    }

    /// Counts anew.
    void begin() throws InterruptedException {
        loop.call(
                () -> {
                    long nowNanos = System.nanoTime();
                    for (int i = 0; i < streams.size(); i++) {
                        publishedBefore[i] = streams.get(i).packets();
                    }
                    viewers.forEach(each -> each.forEach(v -> v.account().begin(nowNanos)));
                    delays.reset();
                    loop.slip().reset();
                    return null;
                });
    }

    /// Sent so far, by all streams.
    long keyFrames() throws InterruptedException {
        return loop.call(() -> streams.stream().mapToLong(PublishedStream::keyFrames).sum());
    }

    /// Each stream's next frame shall be one.
    void requestKeyFrames() {
        loop.post(() -> streams.forEach(PublishedStream::requestKeyFrame));
    }

    /// What was counted since [#begin()].
    LoadTotals totals() throws InterruptedException {
        return loop.call(() -> LoadTotals.of(loop, streams, publishedBefore, viewers, delays));
    }

    /// From the POST to the first whole frame, in nanoseconds, of those that have one.
    Histogram timesToFirstFrame() throws InterruptedException {
        return loop.call(
                () -> {
                    Histogram times = new Histogram(3);
                    for (List<WatchingViewer> each : viewers) {
                        for (WatchingViewer viewer : each) {
                            long first = viewer.account().firstFrameNanos();
                            if (first > 0) {
                                times.recordValue(first - viewer.dialedNanos());
                            }
                        }
                    }
                    return times;
                });
    }

    private void hangUp(Dialer dialer, Joining joining) throws InterruptedException {
        List<WatchingViewer> all = viewers.stream().flatMap(List::stream).toList();
        joining.leave(all, viewer -> viewer.hangUp(dialer));
        joining.leave(streams, stream -> stream.hangUp(dialer));
    }

    @Override
    public void close() {
        streams.forEach(stream -> stream.stop(loop));
        try {
            closing.close();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
