package weir.forward;

import java.util.Arrays;

/// What each layer of one SSRC has had of bits a second, over the last second. Owned by the loop
/// that its packets come to.
public final class LayerMeter {
    private static final int LAYERS = 64;

    /// Eight that are complete, and the one that is not and does not count.
    private static final int SLOTS = 9;

    private static final long SLOT_NANOS = 125_000_000;

    private final long[][] bytes = new long[SLOTS][LAYERS];
    private long firstSlot = Long.MIN_VALUE;
    private long newestSlot = Long.MIN_VALUE;
    private int layers;

    /// @param spatialId  0..7
    /// @param temporalId 0..7
    /// @param length     bytes of the packet
    public void onPacket(int spatialId, int temporalId, int length, long nowNanos) {
        forget(nowNanos);
        bytes[index(newestSlot)][spatialId << 3 | temporalId] += length;
        layers = Math.max(layers, spatialId + 1);
    }

    private void forget(long nowNanos) {
        long slot = Math.floorDiv(nowNanos, SLOT_NANOS);
        if (slot <= newestSlot) {
            return;
        }
        if (newestSlot == Long.MIN_VALUE) {
            firstSlot = slot;
            newestSlot = slot - 1;
        }
        for (long empty = Math.max(newestSlot + 1, slot - SLOTS + 1); empty <= slot; empty++) {
            Arrays.fill(bytes[index(empty)], 0);
        }
        newestSlot = slot;
    }

    private static int index(long slot) {
        return (int) Math.floorMod(slot, (long) SLOTS);
    }

    /// Whether there is anything to tell: packets have come for an eighth of a second.
    public boolean hasMeasured() {
        return newestSlot > firstSlot;
    }

    /// The spatial layers seen so far.
    public int spatialLayers() {
        return layers;
    }

    /// Of one layer alone; 0 if it has sent nothing for a second.
    public long bitrateBps(int spatialId, int temporalId, long nowNanos) {
        forget(nowNanos);
        long sum = 0;
        long complete = Math.min(newestSlot - firstSlot, SLOTS - 1);
        for (long slot = newestSlot - complete; slot < newestSlot; slot++) {
            sum += bytes[index(slot)][spatialId << 3 | temporalId];
        }
        return complete == 0 ? 0 : 8 * sum * 1_000_000_000 / (complete * SLOT_NANOS);
    }

    /// Of a layer with the temporal layers below it, and with the spatial layers below it where it
    /// depends on them; 0 if it has sent nothing itself for a second.
    public long bitrateBps(int spatialId, int temporalId, boolean dependent, long nowNanos) {
        if (bitrateBps(spatialId, temporalId, nowNanos) == 0) {
            return 0;
        }
        long sum = 0;
        for (int spatial = dependent ? 0 : spatialId; spatial <= spatialId; spatial++) {
            for (int temporal = 0; temporal <= temporalId; temporal++) {
                sum += bitrateBps(spatial, temporal, nowNanos);
            }
        }
        return sum;
    }
}
