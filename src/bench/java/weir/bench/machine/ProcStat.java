package weir.bench.machine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;

/// What `/proc` tells of cores and processes. CPU times are in nanoseconds, counted by the kernel
/// in ticks of 10 ms.
public final class ProcStat {
    /// CPU time of one core since the machine's start. A value.
    ///
    /// @param steal what the hypervisor gave to others
    public record Core(long busy, long idle, long steal) {
        public long total() {
            return busy + idle + steal;
        }
    }

    /// USER_HZ is 100 on all of Linux's machines that matter here.
    private static final long TICK_NANOS = 10_000_000;

    private static final long KILOBYTE = 1024;

    private ProcStat() {}

    /// User and system time of all threads of a process, also of those that have ended.
    ///
    /// @return 0 if the process is gone
    public static long processNanos(long pid) {
        return read(Path.of("/proc/" + pid + "/stat")).map(ProcStat::processNanos).orElse(0L);
    }

    /// The name of the program stands in parentheses and may hold anything.
    static long processNanos(String stat) {
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) * TICK_NANOS;
    }

    /// @return bytes of memory that the process holds, 0 if it is gone
    public static long residentBytes(long pid) {
        return statusBytes(pid, "VmRSS:");
    }

    /// @return the most that it ever held, 0 if it is gone
    public static long residentPeakBytes(long pid) {
        return statusBytes(pid, "VmHWM:");
    }

    private static long statusBytes(long pid, String key) {
        return status(pid, key)
                .map(value -> Long.parseLong(value.split(" ")[0]) * KILOBYTE)
                .orElse(0L);
    }

    /// The one core that a process may use.
    ///
    /// @return empty if there are several
    public static Optional<Integer> onlyCore(long pid) {
        return status(pid, "Cpus_allowed_list:")
                .filter(list -> list.matches("\\d+"))
                .map(Integer::valueOf);
    }

    private static Optional<String> status(long pid, String key) {
        return read(Path.of("/proc/" + pid + "/status")).stream()
                .flatMap(String::lines)
                .filter(line -> line.startsWith(key))
                .map(line -> line.substring(key.length()).strip())
                .findFirst();
    }

    public static Core core(int core) {
        return core(stat(), "cpu" + core + " ");
    }

    /// All cores together.
    public static Core machine() {
        return core(stat(), "cpu ");
    }

    private static List<String> stat() {
        return read(Path.of("/proc/stat"))
                .map(String::lines)
                .map(s -> s.toList())
                .orElse(List.of());
    }

    /// user nice system idle iowait irq softirq steal …
    static Core core(List<String> stat, String prefix) {
        long[] ticks =
                stat.stream()
                        .filter(line -> line.startsWith(prefix))
                        .findFirst()
                        .map(line -> line.substring(prefix.length()).strip().split("\\s+"))
                        .map(words -> Arrays.stream(words).mapToLong(Long::parseLong).toArray())
                        .orElse(new long[8]);
        long idle = ticks[3] + ticks[4];
        long busy = LongStream.of(ticks).limit(7).sum() - idle;
        return new Core(busy * TICK_NANOS, idle * TICK_NANOS, ticks[7] * TICK_NANOS);
    }

    static Optional<String> read(Path file) {
        try {
            return Optional.of(Files.readString(file));
        } catch (IOException | UncheckedIOException _) {
            return Optional.empty();
        }
    }
}
