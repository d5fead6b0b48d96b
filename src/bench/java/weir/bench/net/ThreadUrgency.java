package weir.bench.net;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// How the kernel ranks a thread among those that wait for its core.
///
/// The media thread shares a core with the JVM's compiler and collector and with the threads that
/// join. Between equals the kernel lets one finish its slice of some milliseconds, and what is due
/// meanwhile is sent late.
public enum ThreadUrgency {
    /// Before all ordinary threads, of any process (`SCHED_FIFO`).
    REAL_TIME,
    /// Before those of the same group, nearly always (nice -20).
    HIGH,
    /// As others: we may not raise it.
    ORDINARY;

    private static final int SCHED_FIFO = 1;

    /// The lowest of real time is above all that is ordinary.
    private static final int LOWEST = 1;

    private static final int NICE = -20;

    /// Raises the calling thread as far as we may: root may, others need `CAP_SYS_NICE` or limits
    /// (`ulimit -r`, `ulimit -e`).
    ///
    /// @return how far that was
    public static ThreadUrgency raise() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment parameter = arena.allocate(ValueLayout.JAVA_INT);
            parameter.set(ValueLayout.JAVA_INT, 0, LOWEST);
            if (Libc.setScheduler(SCHED_FIFO, parameter.address()) >= 0) {
                return REAL_TIME;
            }
        }
        return Libc.setPriority(NICE) >= 0 ? HIGH : ORDINARY;
    }
}
