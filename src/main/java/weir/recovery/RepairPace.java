package weir.recovery;

/// What the answers to NACKs teach of one source: whether it answers at all, how long that takes,
/// and how far its packets arrive out of order. Owned by its [NackGenerator].
///
/// The round trip is measured by the repairs themselves, since a node that only receives learns it
/// in no other way.
final class RepairPace {
    private static final long MILLI = 1_000_000;

    private static final long DELAY_MAX_NANOS = 30 * MILLI;
    private static final long DELAY_MARGIN_NANOS = 2 * MILLI;
    private static final int DELAY_DECAY = 64;

    private static final int DOUBLINGS_MAX = 2;
    private static final long INTERVAL_MIN_NANOS = 20 * MILLI;
    private static final long INTERVAL_MAX_NANOS = 400 * MILLI;
    private static final long INTERVAL_MARGIN_NANOS = 10 * MILLI;
    private static final long SAMPLE_MAX_NANOS = 1000 * MILLI;
    private static final int GAIN = 8;
    private static final int GAIN_OF_SEVERAL = 32;

    /// Packets given up that make a source one that does not answer; each answer outweighs eight.
    private static final int IGNORED_MAX = 50;

    private static final int IGNORED_MIN = -800;
    private static final int ANSWER_WEIGHT = 8;
    private static final long TRIAL_NANOS = 3000 * MILLI;
    private static final int TRIAL_ATTEMPTS_MAX = 2;

    private final int attemptsMax;
    private final long delayMinNanos;
    private final long intervalNanos;
    private long delayNanos;
    private long roundTripNanos;
    private boolean repairs;
    private int ignored;
    private long trialNanos = Long.MIN_VALUE;

    RepairPace(NackConfig config) {
        this.attemptsMax = config.attemptsMax();
        this.delayMinNanos = config.delay().toNanos();
        this.intervalNanos = config.interval().toNanos();
        this.delayNanos = delayMinNanos;
    }

    /// From the gap to the first NACK.
    long delayNanos() {
        return delayNanos;
    }

    /// From a NACK to the next for the same packet: a little more than the round trip, and ever
    /// longer while that is not known.
    ///
    /// @param attempts NACKs for it so far, 1 or more
    long intervalNanos(int attempts) {
        if (roundTripNanos == 0) {
            return intervalNanos << Math.min(attempts - 1, DOUBLINGS_MAX);
        }
        return Math.clamp(
                roundTripNanos + roundTripNanos / 4 + INTERVAL_MARGIN_NANOS,
                INTERVAL_MIN_NANOS,
                INTERVAL_MAX_NANOS);
    }

    /// From a NACK to what it asked for, smoothed; 0 while nothing was answered.
    long roundTripNanos() {
        return roundTripNanos;
    }

    /// Something came on the retransmission SSRC: whatever comes on the source's own is then no
    /// repair.
    void onRepairSeen() {
        repairs = true;
    }

    /// Whether a packet that came on the source's own SSRC was only late, and its NACK needless.
    ///
    /// @param askedNanos since it was first asked for
    boolean isOriginal(long askedNanos) {
        return repairs || askedNanos < roundTripNanos / 2;
    }

    /// @param askedNanos since the needless NACK
    void onNeedless(long askedNanos) {
        long wanted = delayNanos + askedNanos + DELAY_MARGIN_NANOS;
        delayNanos = Math.max(delayNanos, Math.min(wanted, DELAY_MAX_NANOS));
    }

    /// @param askedNanos since the packet was first asked for
    /// @param attempts   NACKs for it: of several it is not known which was answered
    void onAnswered(long askedNanos, int attempts) {
        long sample = Math.clamp(askedNanos, 1, SAMPLE_MAX_NANOS);
        int gain = attempts == 1 ? GAIN : GAIN_OF_SEVERAL;
        roundTripNanos =
                roundTripNanos == 0 ? sample : roundTripNanos + (sample - roundTripNanos) / gain;
        delayNanos -= (delayNanos - delayMinNanos) / DELAY_DECAY;
        ignored = isSilent() ? 0 : Math.max(IGNORED_MIN, ignored - ANSWER_WEIGHT);
    }

    /// A packet was asked for as often as allowed, and has not come.
    void onIgnored() {
        ignored = Math.min(IGNORED_MAX, ignored + 1);
    }

    private boolean isSilent() {
        return ignored >= IGNORED_MAX;
    }

    /// NACKs for one packet, 1 or more.
    int attemptsMax() {
        return isSilent() ? Math.min(attemptsMax, TRIAL_ATTEMPTS_MAX) : attemptsMax;
    }

    /// Whether one more packet is worth asking for: of a source that does not answer, one every few
    /// seconds.
    boolean mayAsk(long nowNanos) {
        if (!isSilent()) {
            return true;
        }
        if (nowNanos < trialNanos) {
            return false;
        }
        trialNanos = nowNanos + TRIAL_NANOS;
        return true;
    }
}
