package weir.recovery;

import weir.rtcp.FullIntraRequest;
import weir.rtcp.PictureLossIndication;

import java.util.List;

/// Asks one source for a key frame when any of many needs one, by PLI (RFC 4585 §6.3.1) or FIR
/// (RFC 5104 §4.3.1).
///
/// Needs that come while one is open are the same need. It is met by the next key frame, whatever
/// brought it; until then the request is repeated, ever more slowly, since some publishers never
/// answer. Owned by the loop of its session.
public final class KeyFrameRequester {
    /// No deadline: nothing happens before a key frame is needed.
    public static final long NEVER = Long.MAX_VALUE;

    /// @param needs how often a key frame was needed
    /// @param plis  how often one was asked for by PLI
    /// @param firs  how often one was asked for by FIR
    public record Stats(long needs, long plis, long firs) {}

    private final int senderSsrc;
    private final int mediaSsrc;
    private final long intervalNanos;
    private final long repeatFirstNanos;
    private final long repeatMaxNanos;

    private boolean needed;
    private long dueNanos;
    private long repeatNanos;
    private long allowedNanos = Long.MIN_VALUE;
    private boolean isRepetition;
    private int firSequence = -1;
    private long needs;
    private long plis;
    private long firs;

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
            isRepetition = false;
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
        plis++;
        onRequested(nowNanos);
        return new PictureLossIndication(senderSsrc, mediaSsrc);
    }

    /// As [#poll], for a source that knows no PLI. Repetitions have the sequence number of what
    /// they repeat, so that the source can tell them (RFC 5104 §4.3.1.2).
    ///
    /// @return null if nothing is to be sent now
    public FullIntraRequest pollFullIntraRequest(long nowNanos) {
        if (nowNanos < deadlineNanos()) {
            return null;
        }
        firs++;
        firSequence = isRepetition ? firSequence : firSequence + 1 & 0xff;
        onRequested(nowNanos);
        return new FullIntraRequest(
                senderSsrc, List.of(new FullIntraRequest.Entry(mediaSsrc, firSequence)));
    }

    private void onRequested(long nowNanos) {
        isRepetition = true;
        allowedNanos = nowNanos + intervalNanos;
        dueNanos = nowNanos + repeatNanos;
        repeatNanos = Math.min(2 * repeatNanos, repeatMaxNanos);
    }

    /// When to poll again at the latest, or [#NEVER].
    public long deadlineNanos() {
        return needed ? dueNanos : NEVER;
    }

    public Stats stats() {
        return new Stats(needs, plis, firs);
    }
}
