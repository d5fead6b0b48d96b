package weir.it.net;

import java.util.List;
import java.util.Locale;

/// How long datagrams waited before a bottleneck, over an interval. A value.
///
/// @param currentMillis what the next datagram would wait
/// @param datagrams     that have left
/// @param dropped       that found the queue full
public record Queueing(
        double currentMillis,
        double meanMillis,
        double p95Millis,
        double maxMillis,
        int datagrams,
        int dropped) {

    private static final double P95 = 0.95;

    static Queueing of(double currentMillis, List<Long> waitsNanos, int dropped) {
        List<Long> sorted = waitsNanos.stream().sorted().toList();
        int count = sorted.size();
        return new Queueing(
                currentMillis,
                sorted.stream().mapToLong(Long::longValue).average().orElse(0) / 1e6,
                count == 0 ? 0 : sorted.get((int) (P95 * (count - 1))) / 1e6,
                count == 0 ? 0 : sorted.getLast() / 1e6,
                count,
                dropped);
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "queue %.0f ms now, mean %.0f, p95 %.0f, max %.0f, %d of %d dropped",
                currentMillis,
                meanMillis,
                p95Millis,
                maxMillis,
                dropped,
                datagrams + dropped);
    }
}
