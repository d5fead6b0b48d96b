package weir.congestion;

import weir.rtcp.TransportFeedback;

/// Reads transport-wide feedback packet by packet, on a time line that does not wrap
/// (draft-holmer-rmcat-transport-wide-cc-extensions-01 §3.1).
///
/// The reference time counts 64 ms in 24 bits: each is meant as the nearest to the newest one,
/// so that feedback may come late, twice or in any order. A cursor: [#begin], then [#next] until it
/// is false, without an object per packet.
final class ReportedArrivals {
    private static final long NEVER = Long.MIN_VALUE;
    private static final int REFERENCE_BITS = 24;

    private long newestReference = NEVER;
    private long referenceTicks;
    private int newestCount = -1;
    private boolean gap;
    private TransportFeedback feedback;
    private int index;

    /// @param feedback lent until [#next] is false
    void begin(TransportFeedback feedback) {
        this.feedback = feedback;
        index = -1;
        gap = newestCount >= 0 && feedback.feedbackCount() != (newestCount + 1 & 0xff);
        newestCount = feedback.feedbackCount();
        long reference = unwrap(feedback.referenceTime());
        newestReference = Math.max(newestReference, reference);
        referenceTicks = reference * TransportFeedback.REFERENCE_TICKS;
    }

    private long unwrap(int reference) {
        if (newestReference == NEVER) {
            return reference;
        }
        int unused = Integer.SIZE - REFERENCE_BITS;
        return newestReference + (reference - (int) newestReference << unused >> unused);
    }

    /// Whether this feedback is not the successor of the one before: some was lost, or reordered.
    boolean isGap() {
        return gap;
    }

    /// Goes on to the first, then to the next status.
    ///
    /// @return false after the last
    boolean next() {
        index++;
        if (index < feedback.statusCount()) {
            return true;
        }
        feedback = null;
        return false;
    }

    /// Transport-wide, 0..65535.
    int sequenceNumber() {
        return feedback.sequenceNumber(index);
    }

    boolean isReceived() {
        return feedback.isReceived(index);
    }

    /// By the receiver's clock, of which only differences mean anything; in steps of 250 µs.
    long arrivalNanos() {
        return (referenceTicks + feedback.arrivals()[index]) * TransportFeedback.TICK_NANOS;
    }
}
