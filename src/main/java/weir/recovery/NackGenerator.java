package weir.recovery;

import weir.rtcp.GenericNack;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Decides which packets of one received stream to ask for again, and when (RFC 4585 §6.2.1).
///
/// Sans-IO: reads no clock, starts no timer, sends nothing. The driver feeds it packets, polls it
/// until nothing comes, and polls it again no later than [#deadlineNanos()]. A packet is missing
/// once a later one has come; it is asked for after the config's delay, so that packets which are
/// only out of order are not, then once an interval, and given up an interval after the last
/// attempt. Delay and interval follow what is seen: late packets that were asked for in vain, and
/// how long repairs take. A source that answers nothing is asked only now and then. Owned by the
/// loop of its session.
public final class NackGenerator {
    /// No deadline: nothing happens before the next packet.
    public static final long NEVER = Long.MAX_VALUE;

    /// Packets that one NACK asks for: at worst each takes an entry of 4 bytes, 1 kB in all.
    static final int BATCH_MAX = 256;

    /// @param requested NACKs sent, counted by packet
    /// @param recovered packets that came after they had been asked for
    /// @param reordered packets that came late, but before they had been asked for
    /// @param needless  packets that came late, after they had been asked for: no repairs
    /// @param givenUp   packets no longer asked for
    public record Stats(
            long requested, long recovered, long reordered, long needless, long givenUp) {}

    private final int senderSsrc;
    private final int mediaSsrc;
    private final RepairPace pace;

    // The missing packets, ascending by number: parallel arrays, since this is the path of packets.
    private final long[] numbers;
    private final int[] attempts;
    private final long[] askedNanos;
    private final long[] dueNanos;
    private int size;

    private long highest = -1;
    private long keyFrame = -1;
    private boolean keyFrameNeeded;
    private long requested;
    private long recovered;
    private long reordered;
    private long needless;
    private long givenUp;

    /// @param senderSsrc ours, from which the NACKs come
    /// @param mediaSsrc  of the stream received
    public NackGenerator(NackConfig config, int senderSsrc, int mediaSsrc) {
        this.senderSsrc = senderSsrc;
        this.mediaSsrc = mediaSsrc;
        this.pace = new RepairPace(config);
        this.numbers = new long[config.missingMax()];
        this.attempts = new int[config.missingMax()];
        this.askedNanos = new long[config.missingMax()];
        this.dueNanos = new long[config.missingMax()];
    }

    /// A packet has come on the stream's own SSRC.
    ///
    /// @param sequenceNumber unwrapped (see `SequenceUnwrapper`), 0 or more
    /// @return whether it is the answer to a NACK, and says nothing of the path's loss and jitter
    public boolean onPacket(long sequenceNumber, long nowNanos) {
        return onPacket(sequenceNumber, false, nowNanos);
    }

    /// A packet has come again on the stream's retransmission SSRC.
    ///
    /// @param sequenceNumber of the original, unwrapped
    public void onRepair(long sequenceNumber, long nowNanos) {
        pace.onRepairSeen();
        onPacket(sequenceNumber, true, nowNanos);
    }

    private boolean onPacket(long sequenceNumber, boolean isRepair, long nowNanos) {
        if (sequenceNumber <= highest) {
            return onLate(sequenceNumber, isRepair, nowNanos);
        }
        if (highest >= 0 && sequenceNumber > highest + 1) {
            onGap(highest + 1, sequenceNumber, nowNanos);
        }
        highest = sequenceNumber;
        return false;
    }

    private boolean onLate(long sequenceNumber, boolean isRepair, long nowNanos) {
        int index = Arrays.binarySearch(numbers, 0, size, sequenceNumber);
        if (index < 0) {
            return false;
        }
        boolean answer = countLate(attempts[index], nowNanos - askedNanos[index], isRepair);
        size--;
        System.arraycopy(numbers, index + 1, numbers, index, size - index);
        System.arraycopy(attempts, index + 1, attempts, index, size - index);
        System.arraycopy(askedNanos, index + 1, askedNanos, index, size - index);
        System.arraycopy(dueNanos, index + 1, dueNanos, index, size - index);
        return answer;
    }

    /// @return whether it is the answer to a NACK
    private boolean countLate(int asked, long sinceAskedNanos, boolean isRepair) {
        if (asked == 0) {
            reordered++;
            return false;
        }
        if (!isRepair && pace.isOriginal(sinceAskedNanos)) {
            needless++;
            pace.onNeedless(sinceAskedNanos);
            return false;
        }
        recovered++;
        pace.onAnswered(sinceAskedNanos, asked);
        return true;
    }

    private void onGap(long first, long afterLast, long nowNanos) {
        long gap = afterLast - first;
        if (size + gap > numbers.length) {
            givenUp += size + gap;
            size = 0;
            keyFrameNeeded = true;
            return;
        }
        for (long lost = first; lost < afterLast; lost++) {
            numbers[size] = lost;
            attempts[size] = 0;
            dueNanos[size++] = nowNanos + pace.delayNanos();
        }
    }

    /// The sender leaves packets out on purpose: nothing is missing, and the next packet is as the
    /// first.
    public void restart() {
        size = 0;
        highest = -1;
        keyFrameNeeded = false;
    }

    /// A key frame begins with this packet: for what was lost before it none is needed any more.
    ///
    /// @param sequenceNumber unwrapped
    public void onKeyFrame(long sequenceNumber) {
        keyFrame = Math.max(keyFrame, sequenceNumber);
    }

    /// One NACK for what is due by now, 256 packets at most; poll again until nothing comes.
    ///
    /// @return null if nothing is due
    public GenericNack poll(long nowNanos) {
        List<Integer> batch = null;
        int kept = 0;
        for (int i = 0; i < size; i++) {
            if (dueNanos[i] <= nowNanos && (batch == null || batch.size() < BATCH_MAX)) {
                if (isHopeless(i, nowNanos)) {
                    givenUp++;
                    keyFrameNeeded |= numbers[i] > keyFrame;
                    continue;
                }
                batch = batch == null ? new ArrayList<>() : batch;
                batch.add((int) (numbers[i] & 0xffff));
                onAsked(i, nowNanos);
            }
            numbers[kept] = numbers[i];
            attempts[kept] = attempts[i];
            askedNanos[kept] = askedNanos[i];
            dueNanos[kept++] = dueNanos[i];
        }
        size = kept;
        if (batch == null) {
            return null;
        }
        requested += batch.size();
        return new GenericNack(senderSsrc, mediaSsrc, batch);
    }

    private boolean isHopeless(int index, long nowNanos) {
        if (attempts[index] >= pace.attemptsMax()) {
            pace.onIgnored();
            return true;
        }
        return attempts[index] == 0 && !pace.mayAsk(nowNanos);
    }

    private void onAsked(int index, long nowNanos) {
        if (attempts[index]++ == 0) {
            askedNanos[index] = nowNanos;
        }
        dueNanos[index] = nowNanos + pace.intervalNanos(attempts[index]);
    }

    /// When to poll again at the latest, or [#NEVER].
    public long deadlineNanos() {
        long earliest = NEVER;
        for (int i = 0; i < size; i++) {
            earliest = Math.min(earliest, dueNanos[i]);
        }
        return earliest;
    }

    /// Whether packets were given up since this was last asked, so that only a key frame helps;
    /// asking clears it.
    public boolean keyFrameNeeded() {
        boolean needed = keyFrameNeeded;
        keyFrameNeeded = false;
        return needed;
    }

    /// From a NACK to what it asked for, smoothed; 0 while nothing was answered.
    public long roundTripNanos() {
        return pace.roundTripNanos();
    }

    public Stats stats() {
        return new Stats(requested, recovered, reordered, needless, givenUp);
    }
}
