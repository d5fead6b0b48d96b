package weir.cluster;

/// What a [NodeBus] has carried so far. A value.
///
/// @param requested requests sent, to this node too
/// @param failed of them, for whatever reason
/// @param handled requests of others, and of this node, that were handled here
public record NodeBusStats(long requested, long failed, long handled) {}
