package weir.transport;

import java.util.concurrent.TimeUnit;

/// How fast a counter of bytes grew between the last two looks at it. Owned by who looks.
final class Throughput {
    private static final long BITS = 8;

    private long beforeBytes;
    private long beforeNanos;
    private long bitsPerSecond;

    Throughput(long nowNanos) {
        this.beforeNanos = nowNanos;
    }

    /// @param bytes counted so far, not less than before
    void onLook(long bytes, long nowNanos) {
        long elapsed = nowNanos - beforeNanos;
        if (elapsed > 0) {
            double seconds = (double) elapsed / TimeUnit.SECONDS.toNanos(1);
            bitsPerSecond = Math.round(BITS * (bytes - beforeBytes) / seconds);
            beforeBytes = bytes;
            beforeNanos = nowNanos;
        }
    }

    /// 0 before the first look.
    long bitsPerSecond() {
        return bitsPerSecond;
    }
}
