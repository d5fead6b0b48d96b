package weir.congestion;

/// Measures how fast the packets of each probe arrived.
///
/// Where they arrived about as fast as they were sent, the path carries at least that; otherwise it
/// was full, and what arrived is its capacity. The last few clusters are remembered.
final class ProbeMeter {
    private static final int CLUSTERS = 4;
    private static final double COMPLETE = 0.6;
    private static final double FULL = 0.9;
    private static final double FULL_USE = 0.95;
    private static final long SPAN_NANOS_MAX = 1_000_000_000;
    private static final int PACKETS_MIN = 4;
    private static final double NANOS_PER_SECOND = 1e9;

    private final Cluster[] clusters = new Cluster[CLUSTERS];

    private static final class Cluster {
        private int id;
        private int goalBytes;
        private int packets;
        private int bytes;
        private long firstSentNanos;
        private long lastSentNanos;
        private int firstFlushBytes;
        private int lastFlushBytes;
        private long firstArrivalNanos;
        private long lastArrivalNanos;
        private int firstBytes;

        private void begin(int id, int goalBytes) {
            this.id = id;
            this.goalBytes = goalBytes;
            packets = 0;
            bytes = 0;
            firstSentNanos = Long.MAX_VALUE;
            lastSentNanos = Long.MIN_VALUE;
            firstFlushBytes = 0;
            lastFlushBytes = 0;
            firstArrivalNanos = Long.MAX_VALUE;
            lastArrivalNanos = Long.MIN_VALUE;
        }

        private void add(long sentNanos, long arrivalNanos, int packetBytes) {
            packets++;
            bytes += packetBytes;
            if (sentNanos < firstSentNanos) {
                firstSentNanos = sentNanos;
                firstFlushBytes = 0;
            }
            if (sentNanos > lastSentNanos) {
                lastSentNanos = sentNanos;
                lastFlushBytes = 0;
            }
            firstFlushBytes += sentNanos == firstSentNanos ? packetBytes : 0;
            lastFlushBytes += sentNanos == lastSentNanos ? packetBytes : 0;
            if (arrivalNanos < firstArrivalNanos) {
                firstArrivalNanos = arrivalNanos;
                firstBytes = packetBytes;
            }
            lastArrivalNanos = Math.max(lastArrivalNanos, arrivalNanos);
        }

        /// Half of the first and of the last flush are sent before and after the time between
        /// them; the first packet takes no time to arrive.
        private double bps() {
            long sentSpan = lastSentNanos - firstSentNanos;
            long arrivalSpan = lastArrivalNanos - firstArrivalNanos;
            if (packets < PACKETS_MIN
                    || bytes < COMPLETE * goalBytes
                    || sentSpan <= 0
                    || sentSpan > SPAN_NANOS_MAX
                    || arrivalSpan <= 0
                    || arrivalSpan > SPAN_NANOS_MAX) {
                return 0;
            }
            double sentBytes = bytes - (firstFlushBytes + lastFlushBytes) / 2.0;
            double sentBps = 8 * sentBytes * NANOS_PER_SECOND / sentSpan;
            double arrivedBps = 8 * (bytes - firstBytes) * NANOS_PER_SECOND / arrivalSpan;
            return arrivedBps < FULL * sentBps
                    ? FULL_USE * arrivedBps
                    : Math.min(sentBps, arrivedBps);
        }
    }

    ProbeMeter() {
        for (int i = 0; i < CLUSTERS; i++) {
            clusters[i] = new Cluster();
        }
    }

    /// @param id        see [SentPackets#onSealed]
    /// @param goalBytes of the whole cluster
    void begin(int id, int goalBytes) {
        clusters[id % CLUSTERS].begin(id, goalBytes);
    }

    /// @param id of one that was begun
    void onArrived(int id, long sentNanos, long arrivalNanos, int bytes) {
        Cluster cluster = clusters[id % CLUSTERS];
        if (cluster.id == id) {
            cluster.add(sentNanos, arrivalNanos, bytes);
        }
    }

    /// @param id of one that was begun lately
    /// @return 0 while too little of it has arrived, or if it cannot be told
    double bps(int id) {
        Cluster cluster = clusters[id % CLUSTERS];
        return cluster.id == id ? cluster.bps() : 0;
    }
}
