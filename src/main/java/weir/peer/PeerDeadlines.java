package weir.peer;

/// The times at which a peer acts by itself, apart from those of its parts. Owned by its [Peer].
final class PeerDeadlines {
    private static final long REPORT_INTERVAL_NANOS = 1_000_000_000L;

    private final long establishedByNanos;
    private long reportDueNanos = Long.MAX_VALUE;

    PeerDeadlines(PeerConfig config, long nowNanos) {
        establishedByNanos = nowNanos + config.establishmentTimeout().toNanos();
    }

    /// The first report is due at once: the sooner a receiver has one, the sooner picture and sound
    /// meet.
    void onConnected(long nowNanos) {
        reportDueNanos = nowNanos;
    }

    boolean isEstablishmentOver(boolean connected, long nowNanos) {
        return !connected && nowNanos - establishedByNanos >= 0;
    }

    /// Whether it is time for reports (RFC 3550 §6.2, at the interval browsers use); asks once per
    /// interval.
    boolean isReportDue(long nowNanos) {
        if (nowNanos < reportDueNanos) {
            return false;
        }
        reportDueNanos = nowNanos + REPORT_INTERVAL_NANOS;
        return true;
    }

    long nextNanos(boolean connected) {
        return connected ? reportDueNanos : establishedByNanos;
    }
}
