package weir.cluster;

/// What a [HazelcastDirectory] has done so far. A value.
///
/// @param granted claims of this node that were granted
/// @param rejected claims of this node that another holder's stood against
/// @param lost assertions of this node that a newer claim stood against
/// @param sweptDeparted claims of departed nodes that this one removed
/// @param sweptOwn claims in this node's name that nobody here held any more
/// @param corrected times the local view was wrong about a stream
/// @param failed operations that the cluster did not answer
/// @param cached claims in the local view now
public record DirectoryStats(
        long granted,
        long rejected,
        long lost,
        long sweptDeparted,
        long sweptOwn,
        long corrected,
        long failed,
        int cached) {}
