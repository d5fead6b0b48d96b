package weir.forward;

/// What is known of the RTP clock of one SSRC of a publisher. Owned by a [SourceClock].
final class MediaTimeline {
    private static final long NANOS_PER_SECOND = 1_000_000_000;

    private final int ssrc;
    private final SlidingMinimum arrivalOffset = new SlidingMinimum();
    private int clockRate;
    private long highestTicks;
    private boolean reported;
    private long reportNtpNanos;
    private long reportTicks;

    MediaTimeline(int ssrc) {
        this.ssrc = ssrc;
    }

    int ssrc() {
        return ssrc;
    }

    void onPacket(int packetClockRate, int rtpTimestamp, long arrivalNanos) {
        follow(packetClockRate, rtpTimestamp);
        long ticks = unwrap(rtpTimestamp);
        highestTicks = Math.max(highestTicks, ticks);
        arrivalOffset.add(
                Math.floorDiv(arrivalNanos, NANOS_PER_SECOND),
                arrivalNanos - Ticks.toNanos(ticks, clockRate));
    }

    void onSenderReport(int reportClockRate, long ntpNanos, int rtpTimestamp) {
        follow(reportClockRate, rtpTimestamp);
        reported = true;
        reportNtpNanos = ntpNanos;
        reportTicks = unwrap(rtpTimestamp);
    }

    /// Another clock rate is another clock: nothing known of the old one holds (RFC 7160).
    private void follow(int rate, int rtpTimestamp) {
        if (rate != clockRate) {
            clockRate = rate;
            highestTicks = Integer.toUnsignedLong(rtpTimestamp);
            reported = false;
            arrivalOffset.clear();
        }
    }

    private long unwrap(int rtpTimestamp) {
        return highestTicks + (rtpTimestamp - (int) highestTicks);
    }

    void forgetReport() {
        reported = false;
    }

    boolean isSeen() {
        return clockRate != 0;
    }

    boolean isReported() {
        return reported;
    }

    boolean hasArrived() {
        return !arrivalOffset.isEmpty();
    }

    /// By the publisher's clock; only if [#isReported()].
    long captureNtpNanos(int rtpTimestamp) {
        return reportNtpNanos + Ticks.toNanos(unwrap(rtpTimestamp) - reportTicks, clockRate);
    }

    /// Of the quickest packet of the last seconds; only if [#isReported()] and [#hasArrived()].
    long arrivalMinusNtpNanos() {
        return captureNanosByArrival((int) reportTicks) - reportNtpNanos;
    }

    /// By this node's clock, as if the quickest packet of the last seconds had taken no time; only
    /// if [#hasArrived()].
    long captureNanosByArrival(int rtpTimestamp) {
        return Ticks.toNanos(unwrap(rtpTimestamp), clockRate) + arrivalOffset.minimum();
    }
}
