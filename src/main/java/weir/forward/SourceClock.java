package weir.forward;

import weir.rtp.MediaKind;

/// Tells when by this node's clock a publisher captured what a timestamp stands for.
///
/// A publisher's reports relate its audio and its video to one clock of its own, and one offset
/// takes that clock to ours: the least of arrival minus NTP time over its last eight reports and
/// the packets of the last eight seconds, of whichever SSRC. So no delay comes between audio and
/// video, nor between two encodings of simulcast, and a few reports that were late do not count
/// where packets were quicker. Until audio and video have had a report, the arrival of their
/// packets stands in for it.
///
/// Owned by one loop: there is one for each publisher and loop that forwards it.
public final class SourceClock {
    /// A report that differs by more than this from those before it is of a clock that was set.
    private static final long CLOCK_STEP_NANOS = 2_000_000_000L;

    /// Reports that place a packet further than this from its arrival are not believed.
    private static final long CAPTURE_TO_ARRIVAL_NANOS_MAX = 10_000_000_000L;

    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private static final int ENCODINGS_MAX = 8;

    private final MediaTimeline audio = new MediaTimeline(0);
    private final MediaTimeline[] videos = new MediaTimeline[ENCODINGS_MAX];
    private int encodings;
    private final SlidingMinimum reportOffset = new SlidingMinimum();
    private long reports;

    /// Each packet once, and before any [Rewriter] writes it.
    ///
    /// @param ssrc      tells the encodings of video apart, of which there are at most 8
    /// @param clockRate ticks a second, positive
    public void onPacket(
            MediaKind kind, int ssrc, int clockRate, int rtpTimestamp, long arrivalNanos) {
        timeline(kind, ssrc).onPacket(clockRate, rtpTimestamp, arrivalNanos);
    }

    /// @param ntpBits the 64-bit NTP time of the report; 0, which is a sender without a clock
    ///     (RFC 3550 §6.4.1), is ignored
    public void onSenderReport(
            MediaKind kind,
            int ssrc,
            int clockRate,
            long ntpBits,
            int rtpTimestamp,
            long arrivalNanos) {
        if (ntpBits == 0) {
            return;
        }
        long ntpNanos = nanos(ntpBits);
        long offset = arrivalNanos - ntpNanos;
        if (!reportOffset.isEmpty()
                && Math.abs(offset - reportOffset.minimum()) > CLOCK_STEP_NANOS) {
            reportOffset.clear();
            audio.forgetReport();
            for (int i = 0; i < encodings; i++) {
                videos[i].forgetReport();
            }
        }
        reportOffset.add(reports++, offset);
        timeline(kind, ssrc).onSenderReport(clockRate, ntpNanos, rtpTimestamp);
    }

    /// Seconds since 1900 in the upper half, fractions of 2^-32 in the lower: fits 63 bits.
    private static long nanos(long ntpBits) {
        return (ntpBits >>> 32) * NANOS_PER_SECOND
                + ((ntpBits & 0xffff_ffffL) * NANOS_PER_SECOND >>> 32);
    }

    /// By this node's clock. An estimate, which later reports make better: never put what it says
    /// for one timestamp at two times side by side.
    ///
    /// @throws IllegalStateException before the first packet or report of this kind and SSRC
    long captureNanos(MediaKind kind, int ssrc, int rtpTimestamp) {
        MediaTimeline timeline = timeline(kind, ssrc);
        if (!timeline.isSeen()) {
            throw new IllegalStateException("no " + kind.token() + " packet was seen");
        }
        if (!timeline.hasArrived()) {
            return captureNanosByReport(timeline, rtpTimestamp);
        }
        long byArrival = timeline.captureNanosByArrival(rtpTimestamp);
        if (!timeline.isReported() || !isOtherReported(kind)) {
            return byArrival;
        }
        long byReport = captureNanosByReport(timeline, rtpTimestamp);
        return Math.abs(byReport - byArrival) > CAPTURE_TO_ARRIVAL_NANOS_MAX ? byArrival : byReport;
    }

    /// Whether the other medium has had a report, or is not there.
    private boolean isOtherReported(MediaKind kind) {
        return switch (kind) {
            case AUDIO -> encodings == 0 || isAnyVideoReported();
            case VIDEO -> audio.isReported() || !audio.isSeen();
        };
    }

    private boolean isAnyVideoReported() {
        for (int i = 0; i < encodings; i++) {
            if (videos[i].isReported()) {
                return true;
            }
        }
        return false;
    }

    private long captureNanosByReport(MediaTimeline timeline, int rtpTimestamp) {
        long offset = reportOffset.minimum();
        offset = Math.min(offset, offsetOfPackets(audio, offset));
        for (int i = 0; i < encodings; i++) {
            offset = Math.min(offset, offsetOfPackets(videos[i], offset));
        }
        return timeline.captureNtpNanos(rtpTimestamp) + offset;
    }

    /// Packets that would have come long before the reports belie the report that dates them.
    private static long offsetOfPackets(MediaTimeline timeline, long offsetOfReports) {
        if (!timeline.isReported() || !timeline.hasArrived()) {
            return offsetOfReports;
        }
        long offset = timeline.arrivalMinusNtpNanos();
        return offset < offsetOfReports - CLOCK_STEP_NANOS ? offsetOfReports : offset;
    }

    /// One more encoding than there is room for counts as the last.
    private MediaTimeline timeline(MediaKind kind, int ssrc) {
        return switch (kind) {
            case AUDIO -> audio;
            case VIDEO -> video(ssrc);
        };
    }

    private MediaTimeline video(int ssrc) {
        for (int i = 0; i < encodings; i++) {
            if (videos[i].ssrc() == ssrc) {
                return videos[i];
            }
        }
        if (encodings == ENCODINGS_MAX) {
            return videos[encodings - 1];
        }
        videos[encodings] = new MediaTimeline(ssrc);
        return videos[encodings++];
    }
}
