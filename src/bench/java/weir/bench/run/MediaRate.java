package weir.bench.run;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// What a load takes by itself, so that it can be taken off what joins beside it cost. A value.
///
/// @param cpuNanosPerSecond of the server
/// @param packetsPerSecond  that reach viewers
record MediaRate(double cpuNanosPerSecond, double packetsPerSecond) {
    private static final double SECOND_NANOS = 1e9;

    /// Whoever joins asks for a key frame, which goes to all: so these are asked for here too, as
    /// often as they were sent while others joined.
    static MediaRate measure(Runner runner, Load load, int seconds, double keyFramesPerSecond)
            throws InterruptedException {
        load.begin();
        long cpuNanos = runner.cpuNanos();
        long startNanos = System.nanoTime();
        long endNanos = startNanos + TimeUnit.SECONDS.toNanos(seconds);
        long intervalNanos = (long) (SECOND_NANOS / Math.max(1 / SECOND_NANOS, keyFramesPerSecond));
        long nextNanos = startNanos + intervalNanos;
        runner.progress().show("measuring %d s without joins".formatted(seconds));
        for (long nowNanos; (nowNanos = System.nanoTime()) < endNanos; ) {
            if (nowNanos >= nextNanos) {
                load.requestKeyFrames();
                nextNanos += intervalNanos;
            }
            LockSupport.parkNanos(Math.min(nextNanos, endNanos) - nowNanos);
        }
        double passed = (System.nanoTime() - startNanos) / SECOND_NANOS;
        return new MediaRate(
                (runner.cpuNanos() - cpuNanos) / passed, load.totals().delivered() / passed);
    }

    /// 0 if nothing is delivered.
    double nanosPerPacket() {
        return packetsPerSecond > 0 ? cpuNanosPerSecond / packetsPerSecond : 0;
    }
}
