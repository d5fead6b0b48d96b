package weir.peer;

/// What a peer has sent us, all its sources together. A value.
///
/// @param packets           of media, without those that were sent again
/// @param bytes             of these packets, in the clear
/// @param lost              as RFC 3550 §6.4.1 counts them; below 0 when duplicates came
/// @param jitterNanos       that of the worst source
/// @param retransmitted     packets that came on a retransmission format
/// @param nacksSent         packets that the peer was asked for again
/// @param plisSent          key frames that the peer was asked for, by PLI or FIR
/// @param earlyMediaDropped packets that came before their keys and could not be opened with them
public record ReceivingStats(
        long packets,
        long bytes,
        long lost,
        long jitterNanos,
        long retransmitted,
        long nacksSent,
        long plisSent,
        long earlyMediaDropped) {

    ReceivingStats plus(SourceStats source) {
        return new ReceivingStats(
                packets + source.reception().packets(),
                bytes + source.reception().bytes(),
                lost + source.reception().lost(),
                Math.max(jitterNanos, source.reception().jitterNanos()),
                retransmitted + source.retransmitted(),
                nacksSent + source.nacksSent(),
                plisSent + source.plisSent() + source.firsSent(),
                earlyMediaDropped);
    }
}
