package weir.stream;

import weir.forward.MediaBurst;
import weir.wire.MalformedPacketException;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/// What the streams of a node did not carry: all of it rare, so that the loops may share the
/// counters. Any thread.
public final class StreamCounters {
    private final Map<String, LongAdder> payloadsRefused = new ConcurrentHashMap<>();
    private final LongAdder burstsTooOld = new LongAdder();
    private final LongAdder packetsDropped = new LongAdder();
    private final LongAdder instantStarts = new LongAdder();
    private final LongAdder groupsTooLong = new LongAdder();
    private final LongAdder keyFramesCompleted = new LongAdder();

    /// @param burst lent
    void onReceived(MediaBurst burst) {
        if (!burst.refused().isEmpty()) {
            for (MalformedPacketException.Rule rule : burst.refused()) {
                payloadsRefused.computeIfAbsent(rule.name(), _ -> new LongAdder()).increment();
            }
        }
    }

    void onBurstTooOld() {
        burstsTooOld.increment();
    }

    void onDropped(int packets) {
        packetsDropped.add(packets);
    }

    void onInstantStart() {
        instantStarts.increment();
    }

    void onGroupTooLong() {
        groupsTooLong.increment();
    }

    void onKeyFramesCompleted(long keyFrames) {
        keyFramesCompleted.add(keyFrames);
    }

    /// Packets whose payload broke its format, by the rule; sorted.
    public Map<String, Long> payloadsRefused() {
        Map<String, Long> counts = new TreeMap<>();
        payloadsRefused.forEach((rule, count) -> counts.put(rule, count.sum()));
        return counts;
    }

    /// Bursts that waited too long for the turn of a loop.
    public long burstsTooOld() {
        return burstsTooOld.sum();
    }

    /// Packets that a viewer or a link was not sent, since the kernel did not keep up.
    public long packetsDropped() {
        return packetsDropped.sum();
    }

    /// Viewers that were given the past instead of waiting for a key frame.
    public long instantStarts() {
        return instantStarts.sum();
    }

    /// Groups of pictures that nobody can start with, since they are longer than is kept.
    public long groupsTooLong() {
        return groupsTooLong.sum();
    }

    /// Key frames that came without their parameter sets, and got them here.
    public long keyFramesCompleted() {
        return keyFramesCompleted.sum();
    }
}
