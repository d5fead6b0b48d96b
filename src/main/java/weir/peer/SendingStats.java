package weir.peer;

/// What a peer was sent, and what it says of it. A value.
///
/// @param packets          sealed, those sent again among them
/// @param bytes            of these packets, sealed
/// @param lost             as the peer counts them, all sources together
/// @param jitterNanos      as the peer measures it, that of the worst source
/// @param nacked           packets that the peer asked for again
/// @param keyFrameRequests PLI and FIR of the peer
public record SendingStats(
        long packets,
        long bytes,
        long lost,
        long jitterNanos,
        long nacked,
        long keyFrameRequests) {}
