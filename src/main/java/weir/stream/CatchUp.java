package weir.stream;

import weir.congestion.Pacer;
import weir.forward.MediaPacket;

/// How fast a viewer who started in the past is brought to the present. Owned by its [VideoQueue].
final class CatchUp {
    /// Times the bit rate of what is caught up with: three seconds are made up for in one.
    private static final int SPEED = 4;

    private static final long BPS_MIN = 500_000;

    /// A viewer that has just connected may not have its keys yet, and what it cannot read at the
    /// very start it does not miss.
    private static final long DELAY_NANOS = 40_000_000;

    private final Pacer pacer = new Pacer();
    private boolean active;
    private long beginNanos;
    private int timestamp;

    /// @param keyFrame   that is started with; lent
    /// @param bitrateBps of its encoding
    void begin(MediaPacket keyFrame, long bitrateBps, long nowNanos) {
        active = true;
        beginNanos = nowNanos + DELAY_NANOS;
        timestamp = keyFrame.rtp().timestamp();
        double bps = (double) SPEED * Math.max(BPS_MIN, bitrateBps);
        pacer.onEstimate((long) (bps / Pacer.FACTOR), nowNanos);
    }

    boolean isActive() {
        return active;
    }

    /// Whether another key frame begins here, with which the viewer is in the present at once.
    ///
    /// @param packet lent
    boolean isOvertakenBy(MediaPacket packet) {
        if (!active
                || !packet.descriptor().startsKeyFrame()
                || packet.rtp().timestamp() - timestamp <= 0) {
            return false;
        }
        timestamp = packet.rtp().timestamp();
        return true;
    }

    void onSent(int bytes, long nowNanos) {
        if (active) {
            pacer.onSent(bytes, nowNanos);
        }
    }

    boolean isOpen(long nowNanos) {
        return !active || beginNanos <= nowNanos && pacer.isOpen(nowNanos);
    }

    /// When it is open again.
    long opensNanos() {
        return active ? Math.max(beginNanos, pacer.opensNanos()) : Long.MIN_VALUE / 2;
    }

    /// The viewer is in the present.
    void end() {
        active = false;
    }
}
