package weir.cluster;

import java.util.Optional;

/// The answer to a claim. A value.
public sealed interface ClaimOutcome {
    /// The stream is the caller's.
    ///
    /// @param replaced the claim that had to go, if it was another one and this is no repetition
    record Granted(Claim claim, Optional<Claim> replaced) implements ClaimOutcome {}

    /// The stream stays the holder's.
    record Taken(Claim holder) implements ClaimOutcome {}
}
