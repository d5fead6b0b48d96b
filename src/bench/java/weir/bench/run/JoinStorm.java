package weir.bench.run;

import org.HdrHistogram.Histogram;

import weir.bench.session.WatchingViewer;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/// Viewers that come, see their first frame, and go.
final class JoinStorm {
    /// What came of it. A value.
    ///
    /// @param failed   how many had no picture
    /// @param seconds  until the last was gone
    /// @param cpuNanos of the server, media and all
    /// @param packets  of media that those who joined were sent
    /// @param times    from POST to first frame, in nanoseconds
    record Joined(
            int joins, int failed, double seconds, long cpuNanos, long packets, Histogram times) {}

    private static final long IN_TURN_NANOS = 500_000_000;
    private static final long LOOK_NANOS = 20_000_000;
    private static final long FRAME_MAX_NANOS = 10_000_000_000L;

    private final Runner runner;
    private final Addresses addresses;
    private final Histogram times = new Histogram(3);
    private final AtomicInteger failed = new AtomicInteger();
    private final AtomicLong packets = new AtomicLong();

    JoinStorm(Runner runner, Addresses addresses) {
        this.runner = runner;
        this.addresses = addresses;
    }

    /// One after the other, so far apart that the key frame of one does not put off the next one's:
    /// servers ask a publisher for so many a second only.
    Joined inTurn(int joins) throws InterruptedException {
        long startNanos = System.nanoTime();
        long cpuNanos = runner.cpuNanos();
        for (int i = 0; i < joins; i++) {
            runner.progress().show("joining in turn " + (i + 1) + "/" + joins);
            join();
            awaitNanos(startNanos + (i + 1) * IN_TURN_NANOS);
        }
        return joined(joins, System.nanoTime() - startNanos, runner.cpuNanos() - cpuNanos);
    }

    /// @param perSecond however long each takes
    Joined atRate(int perSecond, int seconds) throws InterruptedException {
        long startNanos = System.nanoTime();
        long cpuNanos = runner.cpuNanos();
        int joins = perSecond * seconds;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < joins; i++) {
                awaitNanos(startNanos + TimeUnit.SECONDS.toNanos(i) / perSecond);
                threads.execute(this::joinQuietly);
            }
        }
        return joined(joins, System.nanoTime() - startNanos, runner.cpuNanos() - cpuNanos);
    }

    private static void awaitNanos(long dueNanos) {
        for (long wait; (wait = dueNanos - System.nanoTime()) > 0; ) {
            LockSupport.parkNanos(wait);
        }
    }

    private void joinQuietly() {
        try {
            join();
        } catch (InterruptedException _) {
            failed.incrementAndGet();
        }
    }

    private void join() throws InterruptedException {
        try {
            WatchingViewer viewer =
                    runner.dialer().watch(addresses.whep(0), true, Optional.empty(), 0);
            long first = awaitFrame(viewer);
            if (first > 0) {
                record(first - viewer.dialedNanos());
            } else {
                failed.incrementAndGet();
            }
            viewer.hangUp(runner.dialer());
            packets.addAndGet(received(viewer));
        } catch (IOException _) {
            failed.incrementAndGet();
        }
    }

    private synchronized void record(long nanos) {
        times.recordValue(nanos);
    }

    private long awaitFrame(WatchingViewer viewer) throws InterruptedException {
        long endNanos = System.nanoTime() + FRAME_MAX_NANOS;
        long first;
        do {
            LockSupport.parkNanos(LOOK_NANOS);
            first = runner.loop().call(() -> viewer.account().firstFrameNanos());
        } while (first < 0 && System.nanoTime() < endNanos);
        return first;
    }

    private long received(WatchingViewer viewer) throws InterruptedException {
        return runner.loop().call(() -> viewer.account().totals(System.nanoTime()).received());
    }

    private synchronized Joined joined(int joins, long nanos, long cpuNanos) {
        return new Joined(joins, failed.get(), nanos / 1e9, cpuNanos, packets.get(), times);
    }
}
