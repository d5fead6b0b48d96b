package weir.stream;

import weir.rtcp.SenderReport;

/// What one source sends, as its sender reports count it (RFC 3550 §6.4.1), whether or not it comes
/// here. Owned by its [LinkDemand].
final class ReportedBitrate {
    /// Two reports that follow closer tell little.
    private static final long INTERVAL_MIN_NANOS = 500_000_000L;

    /// What the octets do not count of each packet.
    private static final int HEADER_LENGTH = 12;

    private boolean begun;
    private long packets;
    private long octets;
    private long nanos;
    private long bps = RelayedStream.UNKNOWN;

    void onReport(SenderReport report, long arrivalNanos) {
        long elapsed = arrivalNanos - nanos;
        if (begun && elapsed < INTERVAL_MIN_NANOS) {
            return;
        }
        int morePackets = (int) (report.packetCount() - packets);
        int moreOctets = (int) (report.octetCount() - octets);
        // A sender that counts from the start again tells with its next report.
        if (begun && morePackets >= 0 && moreOctets >= 0) {
            bps = (long) (8e9 * (moreOctets + (double) HEADER_LENGTH * morePackets) / elapsed);
        }
        begun = true;
        packets = report.packetCount();
        octets = report.octetCount();
        nanos = arrivalNanos;
    }

    /// Bits a second between the last two reports, or [RelayedStream#UNKNOWN].
    long bps() {
        return bps;
    }
}
