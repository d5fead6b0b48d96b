package weir.rtcp;

/// The two time formats of RTCP (RFC 3550 §4), as bits.
///
/// The 64-bit timestamp has the seconds since 1900 in its upper half and their fraction in the
/// lower. The 32-bit short format is its middle: units of 1/65536 s that wrap after 18.2 hours.
public final class NtpTime {
    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    private static final long SECONDS_FROM_1900_TO_1970 = 2_208_988_800L;
    private static final long SHORT_MAX = 0xffff_ffffL;
    private static final long SHORT_MAX_NANOS = (1L << 16) * NANOS_PER_SECOND;

    private NtpTime() {}

    /// @param unixNanos nanoseconds since 1970
    /// @return the 64-bit timestamp, truncated to 2⁻³² s
    public static long ofUnixNanos(long unixNanos) {
        long seconds = Math.floorDiv(unixNanos, NANOS_PER_SECOND) + SECONDS_FROM_1900_TO_1970;
        long nanos = Math.floorMod(unixNanos, NANOS_PER_SECOND);
        return seconds << 32 | (nanos << 32) / NANOS_PER_SECOND;
    }

    /// The seconds wrap in 2036: those with the top bit clear count from then (RFC 4330 §3).
    ///
    /// @return nanoseconds since 1970, rounded; the inverse of [#ofUnixNanos(long)] from 1968 to
    ///     2104
    public static long toUnixNanos(long ntp) {
        long seconds = (ntp >>> 32) + (ntp < 0 ? 0 : 1L << 32) - SECONDS_FROM_1900_TO_1970;
        long nanos = ((ntp & 0xffff_ffffL) * NANOS_PER_SECOND + (1L << 31)) >>> 32;
        return seconds * NANOS_PER_SECOND + nanos;
    }

    /// The middle 32 bits of a 64-bit timestamp: what a report block names the last sender report
    /// by (LSR).
    public static int shortFormat(long ntp) {
        return (int) (ntp >>> 16);
    }

    /// A length of time in the short format (DLSR).
    ///
    /// @return 0..2³²-1; what is negative counts as 0, what is too long as the greatest
    public static long shortOfNanos(long nanos) {
        if (nanos >= SHORT_MAX_NANOS) {
            return SHORT_MAX;
        }
        return (Math.max(nanos, 0) << 16) / NANOS_PER_SECOND;
    }

    /// @param units 1/65536 s, 0..2³²-1
    static long nanosOfShort(long units) {
        return units * NANOS_PER_SECOND >>> 16;
    }
}
