package weir.recovery;

import weir.rtcp.PictureLossIndication;

/// Asks one source for a key frame when any of many needs one (RFC 4585 §6.3.1).
///
/// Needs that come while one is open are the same need. It is met by the next key frame, whatever
/// brought it; until then the request is repeated, ever more slowly, since some publishers never
/// answer. Owned by the loop of its session.
public final class KeyFrameRequester {
    /// No deadline: nothing happens before a key frame is needed.
    public static final long NEVER = Long.MAX_VALUE;

    /// @param needs    how often a key frame was needed
    /// @param requests how often one was asked for
    public record Stats(long needs, long requests) {}

    private final int senderSsrc;
    private final int mediaSsrc;
    private final long intervalNanos;
    private final long repeatFirstNanos;
    private final long repeatMaxNanos;

    private boolean needed;
    private long dueNanos;
    private long repeatNanos;
    private long allowedNanos = Long.MIN_VALUE;
    private long needs;
    private long requests;

    /// @param senderSsrc ours, from which the requests come
    public KeyFrameRequester(KeyFrameConfig config, int senderSsrc, int mediaSsrc) {
        this.senderSsrc = senderSsrc;
        this.mediaSsrc = mediaSsrc;
        this.intervalNanos = config.interval().toNanos();
        this.repeatFirstNanos = config.repeatFirst().toNanos();
        this.repeatMaxNanos = config.repeatMax().toNanos();
    }

    public void onKeyFrameNeeded(long nowNanos) {
        needs++;
        if (!needed) {
            needed = true;
            repeatNanos = repeatFirstNanos;
            dueNanos = Math.max(nowNanos, allowedNanos);
        }
    }

    /// The first packet of a key frame has come.
    public void onKeyFrame() {
        needed = false;
    }

    /// @return null if nothing is to be sent now
    public PictureLossIndication poll(long nowNanos) {
        if (nowNanos < deadlineNanos()) {
            return null;
        }
        requests++;
        allowedNanos = nowNanos + intervalNanos;
        dueNanos = nowNanos + repeatNanos;
        repeatNanos = Math.min(2 * repeatNanos, repeatMaxNanos);
        return new PictureLossIndication(senderSsrc, mediaSsrc);
    }

    /// When to poll again at the latest, or [#NEVER].
    public long deadlineNanos() {
        return needed ? dueNanos : NEVER;
    }

    public Stats stats() {
        return new Stats(needs, requests);
    }
}
