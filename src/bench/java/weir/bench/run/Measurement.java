package weir.bench.run;

import weir.bench.machine.Pinning;
import weir.bench.machine.ProcStat;
import weir.bench.machine.SocketDrops;
import weir.bench.session.MediaLoop;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/// One window: what the load did and what it cost. A value.
///
/// @param cpuNanos  of the process under test, if it is known
/// @param coreNanos busy time of the core that it alone may use, if there is such a core
/// @param residentBytes of the process at the end
/// @param busyPercent   of the generator's thread
/// @param drops         datagrams that the viewers' sockets had no room for
public record Measurement(
        double seconds,
        LoadTotals load,
        OptionalLong cpuNanos,
        OptionalLong coreNanos,
        long residentBytes,
        double busyPercent,
        long drops,
        double stealPercent) {

    private static final long SECOND_NANOS = 1_000_000_000;

    private record Reading(
            long nanos,
            long cpuNanos,
            ProcStat.Core core,
            ProcStat.Core machine,
            long generatorNanos,
            long drops) {

        static Reading take(MediaLoop loop, OptionalLong pid, Set<Integer> ports) {
            int core = onlyCore(pid).orElse(Pinning.SERVER_CORE);
            return new Reading(
                    System.nanoTime(),
                    pid.isPresent() ? ProcStat.processNanos(pid.getAsLong()) : 0,
                    ProcStat.core(core),
                    ProcStat.machine(),
                    loop.cpuNanos(),
                    SocketDrops.of(ports));
        }
    }

    private static Optional<Integer> onlyCore(OptionalLong pid) {
        return pid.isPresent() ? ProcStat.onlyCore(pid.getAsLong()) : Optional.empty();
    }

    /// Lets a load run and measures it.
    ///
    /// @param pid     of the process under test
    /// @param doing   to show
    static Measurement take(
            MediaLoop loop,
            Load load,
            OptionalLong pid,
            int seconds,
            String doing,
            Progress progress)
            throws InterruptedException {
        Set<Integer> ports = load.viewerPorts();
        // So that it is not due soon: a pause of our collector is a delay of whoever is measured.
        System.gc();
        // What is late by that is sent before counting begins.
        loop.call(() -> null);
        load.begin();
        Reading before = Reading.take(loop, pid, ports);
        long endNanos = System.nanoTime() + seconds * SECOND_NANOS;
        for (long nowNanos; (nowNanos = System.nanoTime()) < endNanos; ) {
            long left = (endNanos - nowNanos) / SECOND_NANOS + 1;
            progress.show("%s, %d s to go".formatted(doing, left));
            LockSupport.parkNanos(Math.min(SECOND_NANOS, endNanos - nowNanos));
        }
        LoadTotals totals = load.totals();
        Reading after = Reading.take(loop, pid, ports);
        return between(before, after, totals, pid);
    }

    private static Measurement between(
            Reading before, Reading after, LoadTotals totals, OptionalLong pid) {
        long nanos = after.nanos - before.nanos;
        long machine = after.machine.total() - before.machine.total();
        long steal = after.machine.steal() - before.machine.steal();
        return new Measurement(
                (double) nanos / SECOND_NANOS,
                totals,
                pid.isPresent()
                        ? OptionalLong.of(after.cpuNanos - before.cpuNanos)
                        : OptionalLong.empty(),
                onlyCore(pid).isPresent()
                        ? OptionalLong.of(after.core.busy() - before.core.busy())
                        : OptionalLong.empty(),
                pid.isPresent() ? ProcStat.residentBytes(pid.getAsLong()) : 0,
                100.0 * (after.generatorNanos - before.generatorNanos) / nanos,
                after.drops - before.drops,
                machine == 0 ? 0 : 100.0 * steal / machine);
    }

    /// CPU for each packet that reached a viewer; without viewers, for each that was published.
    public OptionalLong nanosPerPacket() {
        return perPacket(cpuNanos);
    }

    /// The same by the core's own count, with interrupts and whoever else ran there.
    public OptionalLong coreNanosPerPacket() {
        return perPacket(coreNanos);
    }

    private OptionalLong perPacket(OptionalLong nanos) {
        long packets = load.expected() > 0 ? load.delivered() : load.published();
        return nanos.isPresent() && packets > 0
                ? OptionalLong.of(nanos.getAsLong() / packets)
                : OptionalLong.empty();
    }

    /// Of one core.
    public double cpuPercent() {
        return 100.0 * cpuNanos.orElse(0) / (seconds * SECOND_NANOS);
    }
}
