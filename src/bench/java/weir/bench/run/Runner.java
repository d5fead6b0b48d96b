package weir.bench.run;

import org.HdrHistogram.Histogram;

import weir.bench.machine.NullForwarder;
import weir.bench.machine.Pinning;
import weir.bench.machine.ProcStat;
import weir.bench.session.Dialer;
import weir.bench.session.MediaLoop;
import weir.bench.session.SignalingClient;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/// Measures shapes, each at the server and at the null forwarder in turn. Used by one thread.
public final class Runner implements AutoCloseable {
    private static final int WARMUP_LATER_SECONDS = 4;
    private static final int WARMUP_NULL_SECONDS = 2;
    private static final double NANOS_PER_MILLI = 1e6;

    private final MediaLoop loop;
    private final SignalingClient http;
    private final Dialer dialer;
    private final Settings settings;
    private final Progress progress;
    private boolean warm;

    public Runner(MediaLoop loop, Settings settings, Progress progress) {
        this.loop = loop;
        this.settings = settings;
        this.progress = progress;
        this.http = new SignalingClient(settings.token());
        this.dialer = new Dialer(loop, http, settings.profile());
    }

    MediaLoop loop() {
        return loop;
    }

    Dialer dialer() {
        return dialer;
    }

    Settings settings() {
        return settings;
    }

    Progress progress() {
        return progress;
    }

    /// Measures one shape in all rounds, see [#measure(String, List, Consumer)].
    Row measure(String label, LoadShape shape) throws InterruptedException {
        return measure(label, List.of(shape), _ -> {}).getFirst();
    }

    /// Each round visits all shapes, so that what one costs can be compared with another of the
    /// same round. Never throws for what a server does: then the row says what failed, and later
    /// rounds leave its shape out.
    ///
    /// @param result called with each shape's row after each round
    List<Row> measure(String label, List<LoadShape> shapes, Consumer<Row> result)
            throws InterruptedException {
        List<Visits> all = new ArrayList<>();
        shapes.forEach(shape -> all.add(new Visits(label, shape, isLargest(shape, shapes))));
        MemoryGrowth memory = new MemoryGrowth(residentBytes());
        for (int round = 0; round < settings.rounds(); round++) {
            for (Visits visits : all) {
                if (visits.failures.isEmpty()) {
                    visit(visits, memory);
                    result.accept(visits.row(settings.profile()));
                }
            }
        }
        return all.stream().map(visits -> visits.row(settings.profile())).toList();
    }

    private static boolean isLargest(LoadShape shape, List<LoadShape> shapes) {
        return shapes.stream().noneMatch(other -> other.sessions() > shape.sessions());
    }

    private void visit(Visits visits, MemoryGrowth memory) throws InterruptedException {
        LoadShape shape = visits.shape;
        String doing =
                "%s %d x %d, round %d of %d"
                        .formatted(
                                visits.label,
                                shape.streams(),
                                shape.viewers(),
                                visits.server.size() + 1,
                                settings.rounds());
        try {
            visits.server.add(atServer(doing, visits, memory));
            if (settings.nullForwarder().isPresent() && isComparable(shape)) {
                visits.nothing.add(atNullForwarder(doing, shape));
            }
            progress.tell(doing + ": " + visits.lastCosts());
        } catch (IOException e) {
            visits.failures.add(String.valueOf(e.getMessage()));
            progress.tell(doing + ": " + e.getMessage());
        }
    }

    /// The null forwarder does nothing without viewers or media, and repairs nothing.
    private static boolean isComparable(LoadShape shape) {
        return shape.viewers() > 0 && !shape.silent() && shape.loss() == 0;
    }

    private Measurement atServer(String doing, Visits visits, MemoryGrowth memory)
            throws IOException, InterruptedException {
        LoadShape shape = visits.shape;
        Map<String, Object> more = visits.more;
        long cpuNanos = cpuNanos();
        long startNanos = System.nanoTime();
        try (Load load = Load.atServer(loop, dialer, settings.addresses(), shape, progress)) {
            double joinSeconds = (System.nanoTime() - startNanos) / 1e9;
            long joinNanos = cpuNanos() - cpuNanos;
            warmUp(doing);
            Measurement measurement =
                    Measurement.take(
                            loop, load, settings.serverPid(), settings.seconds(), doing, progress);
            more.put("joinsPerSecond", shape.sessions() / joinSeconds);
            Histogram times = load.timesToFirstFrame();
            if (times.getTotalCount() > 0) {
                more.put("timeToFirstFrameMillis", percentiles(times));
            }
            if (settings.serverPid().isPresent()) {
                more.put("serverCpuPercent", measurement.cpuPercent());
                putMemory(visits, measurement, memory);
                more.putIfAbsent(
                        "serverCpuMicrosPerJoinAtOnce", joinNanos / 1000 / shape.sessions());
            }
            return measurement;
        }
    }

    private void putMemory(Visits visits, Measurement measurement, MemoryGrowth memory) {
        long bytes = measurement.residentBytes();
        visits.more.put("serverResidentBytes", bytes);
        visits.more.put("serverResidentBytesPeak", ProcStat.residentPeakBytes(pid()));
        if (visits.server.isEmpty()) {
            visits.more.putAll(memory.after(visits.shape.sessions(), bytes, visits.largest));
        }
    }

    static Map<String, Object> percentiles(Histogram nanos) {
        Map<String, Object> millis = new TreeMap<>();
        millis.put("p50", nanos.getValueAtPercentile(50) / NANOS_PER_MILLI);
        millis.put("p99", nanos.getValueAtPercentile(99) / NANOS_PER_MILLI);
        millis.put("max", nanos.getMaxValue() / NANOS_PER_MILLI);
        return millis;
    }

    private void warmUp(String doing) {
        int seconds = settings.warmupSeconds();
        pause(warm ? Math.min(seconds, WARMUP_LATER_SECONDS) : seconds, doing + ": warm-up");
        warm = true;
    }

    private Measurement atNullForwarder(String doing, LoadShape shape)
            throws IOException, InterruptedException {
        try (NullForwarder forwarder =
                        NullForwarder.start(
                                settings.nullForwarder().orElseThrow(),
                                settings.profile(),
                                Pinning.SERVER_CORE);
                Load load = Load.atNullForwarder(loop, forwarder, settings.profile(), shape)) {
            pause(WARMUP_NULL_SECONDS, doing + ": warm-up of the null forwarder");
            return Measurement.take(
                    loop,
                    load,
                    OptionalLong.of(forwarder.pid()),
                    settings.seconds(),
                    doing + ", null forwarder",
                    progress);
        }
    }

    void pause(int seconds, String doing) {
        for (int left = seconds; left > 0; left--) {
            progress.show("%s, %d s to go".formatted(doing, left));
            LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(1));
        }
    }

    /// Of the server, or of no process.
    private long pid() {
        return settings.serverPid().orElse(0);
    }

    /// 0 if it is not known.
    private long residentBytes() {
        return ProcStat.residentBytes(pid());
    }

    /// What the server has used, 0 if it is not known.
    long cpuNanos() {
        return ProcStat.processNanos(pid());
    }

    @Override
    public void close() {
        http.close();
    }
}
