package weir.transport;

import weir.peer.ReceivingStats;
import weir.peer.SendingStats;

/// What many sessions, those that ended among them, have carried. A value.
///
/// @param received jitter is that of the worst
/// @param sent     jitter is that of the worst
public record MediaTotals(ReceivingStats received, SendingStats sent) {
    static final MediaTotals NONE =
            new MediaTotals(
                    new ReceivingStats(0, 0, 0, 0, 0, 0, 0, 0), new SendingStats(0, 0, 0, 0, 0, 0));

    MediaTotals plus(MediaTotals other) {
        return new MediaTotals(sum(received, other.received), sum(sent, other.sent));
    }

    private static ReceivingStats sum(ReceivingStats a, ReceivingStats b) {
        return new ReceivingStats(
                a.packets() + b.packets(),
                a.bytes() + b.bytes(),
                a.lost() + b.lost(),
                Math.max(a.jitterNanos(), b.jitterNanos()),
                a.retransmitted() + b.retransmitted(),
                a.nacksSent() + b.nacksSent(),
                a.plisSent() + b.plisSent(),
                a.earlyMediaDropped() + b.earlyMediaDropped());
    }

    private static SendingStats sum(SendingStats a, SendingStats b) {
        return new SendingStats(
                a.packets() + b.packets(),
                a.bytes() + b.bytes(),
                a.lost() + b.lost(),
                Math.max(a.jitterNanos(), b.jitterNanos()),
                a.nacked() + b.nacked(),
                a.keyFrameRequests() + b.keyFrameRequests());
    }
}
