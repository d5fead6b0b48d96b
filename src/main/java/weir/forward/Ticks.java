package weir.forward;

/// Turns ticks of an RTP clock into nanoseconds and back, rounding down. Nothing in it overflows
/// before the nanoseconds themselves do, after 292 years.
final class Ticks {
    private static final long NANOS_PER_SECOND = 1_000_000_000;

    private Ticks() {}

    /// @param clockRate ticks a second, positive
    static long toNanos(long ticks, int clockRate) {
        return Math.floorDiv(ticks, clockRate) * NANOS_PER_SECOND
                + Math.floorMod(ticks, clockRate) * NANOS_PER_SECOND / clockRate;
    }

    /// @param clockRate ticks a second, positive
    static long ofNanos(long nanos, int clockRate) {
        return Math.floorDiv(nanos, NANOS_PER_SECOND) * clockRate
                + Math.floorMod(nanos, NANOS_PER_SECOND) * clockRate / NANOS_PER_SECOND;
    }
}
