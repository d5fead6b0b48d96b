package weir.forward;

/// Finds out that a source sends pictures in another order than they are shown in, which no browser
/// shows smoothly over WebRTC: B-frames.
///
/// Either tells it: timestamps that go back from one packet to the next (RFC 3550 §5.1: they are
/// those of the sampling), or, of a sender that writes the time of decoding instead, B slices.
/// Three pictures within two seconds are enough, and five seconds without any are enough of that.
/// One for each SSRC; owned by the loop that its packets come to.
public final class ReorderDetector {
    private static final int PICTURES_MIN = 3;
    private static final long WITHIN_NANOS = 2_000_000_000L;
    private static final long FORGOTTEN_NANOS = 5_000_000_000L;

    /// One second of 90 kHz: what goes further back is a clock that began anew.
    private static final int TICKS_MAX = 90_000;

    private boolean begun;
    private int highestSequence;
    private int highestTimestamp;
    private int pictureTimestamp;
    private boolean pictureCounted;

    private int pictures;
    private long firstNanos;
    private long lastNanos;
    private boolean reordering;

    /// Each packet of the source with a payload, in the order of arrival: one that was overtaken
    /// says nothing.
    ///
    /// @param sequenceNumber 0..65535
    /// @param bidirectional  a picture of B slices begins in it
    public void onPacket(int sequenceNumber, int timestamp, boolean bidirectional, long nowNanos) {
        if (begun && (short) (sequenceNumber - highestSequence) <= 0) {
            return;
        }
        highestSequence = sequenceNumber;
        if (!begun || timestamp != pictureTimestamp) {
            pictureTimestamp = timestamp;
            pictureCounted = false;
        }
        int ahead = begun ? timestamp - highestTimestamp : 0;
        begun = true;
        boolean back = ahead < 0 && ahead > -TICKS_MAX;
        if (!back) {
            highestTimestamp = timestamp;
        }
        if ((back || bidirectional) && !pictureCounted) {
            pictureCounted = true;
            onReordered(nowNanos);
        }
    }

    private void onReordered(long nowNanos) {
        if (pictures == 0 || nowNanos - firstNanos > WITHIN_NANOS) {
            pictures = 0;
            firstNanos = nowNanos;
        }
        pictures++;
        boolean remembered = reordering && nowNanos - lastNanos <= FORGOTTEN_NANOS;
        reordering = remembered || pictures >= PICTURES_MIN;
        lastNanos = nowNanos;
    }

    public boolean isReordering(long nowNanos) {
        return reordering && nowNanos - lastNanos <= FORGOTTEN_NANOS;
    }
}
