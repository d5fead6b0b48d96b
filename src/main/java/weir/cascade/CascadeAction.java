package weir.cascade;

import weir.cluster.Claim;

/// What a [CascadePlan] wants done.
sealed interface CascadeAction {
    /// Ask the claim's node for the stream, and dial the parent it names.
    record Pull(Claim claim) implements CascadeAction {}

    /// Close the link by which the stream comes here.
    record Drop(String stream) implements CascadeAction {}

    /// Close our own publisher: another one has the stream.
    record Yield(String stream) implements CascadeAction {}
}
