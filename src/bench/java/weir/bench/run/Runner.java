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

/// Measures shapes, each at the server and at the null forwarder in turn. Used by one thread.
public final class Runner implements AutoCloseable {
    private static final int WARMUP_LATER_SECONDS = 10;
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

    /// Never throws for what a server does: then the row says what failed.
    public Row measure(String label, LoadShape shape) throws InterruptedException {
        List<Measurement> server = new ArrayList<>();
        List<Measurement> nothing = new ArrayList<>();
        Map<String, Object> more = new TreeMap<>();
        List<String> failures = new ArrayList<>();
        try {
            for (int round = 0; round < settings.rounds(); round++) {
                String doing =
                        "%s %d x %d, round %d"
                                .formatted(label, shape.streams(), shape.viewers(), round + 1);
                server.add(atServer(doing, shape, more));
                if (settings.nullForwarder().isPresent() && isComparable(shape)) {
                    nothing.add(atNullForwarder(doing, shape));
                }
            }
        } catch (IOException e) {
            failures.add(String.valueOf(e.getMessage()));
        }
        return new Row(label, shape, settings.profile(), server, nothing, failures, more);
    }

    /// The null forwarder does nothing without viewers or media, and repairs nothing.
    private static boolean isComparable(LoadShape shape) {
        return shape.viewers() > 0 && !shape.silent() && shape.loss() == 0;
    }

    private Measurement atServer(String doing, LoadShape shape, Map<String, Object> more)
            throws IOException, InterruptedException {
        long resident = residentBytes();
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
                long grown = measurement.residentBytes() - resident;
                more.put("serverCpuPercent", measurement.cpuPercent());
                more.put("serverResidentBytes", measurement.residentBytes());
                more.putIfAbsent("serverBytesPerSession", grown / shape.sessions());
                more.putIfAbsent(
                        "serverCpuMicrosPerJoinAtOnce", joinNanos / 1000 / shape.sessions());
            }
            return measurement;
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

    private long residentBytes() {
        return settings.serverPid().isPresent()
                ? ProcStat.residentBytes(settings.serverPid().getAsLong())
                : 0;
    }

    long cpuNanos() {
        return settings.serverPid().isPresent()
                ? ProcStat.processNanos(settings.serverPid().getAsLong())
                : 0;
    }

    @Override
    public void close() {
        http.close();
    }
}
