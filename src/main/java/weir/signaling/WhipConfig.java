package weir.signaling;

import weir.cluster.TakenPolicy;

/// How publishers are treated. A value.
///
/// @param taken what happens when the name of a stream that is live is asked for again;
///     that of a publisher that is silent is free under every policy
public record WhipConfig(TakenPolicy taken) {}
