package weir.cluster;

import io.vertx.core.Future;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// Which node has which stream. A ref; every future completes on the caller's Vert.x context.
///
/// Claims are soft state: an owner asserts its own every 2 s and when it is told of a change of its
/// stream; what is not asserted may be lost, and comes back with the next assertion. A future fails
/// if the cluster does not answer in time; whether the operation was done is then unknown, and
/// repeating it is safe.
public interface StreamDirectory {
    /// Claims the stream for this node. The same claim id again gets the claim it has.
    Future<ClaimOutcome> claim(String stream, String claimId, TakenPolicy policy);

    /// Claims for this node the stream of a holder that has gone silent, whatever the policy. If
    /// somebody else has it by now, it is theirs: of several who try, one is granted.
    Future<ClaimOutcome> replace(Claim silent, String claimId);

    /// Says that the claim, once granted, still holds, and puts it back if it was lost.
    ///
    /// @return the claim that stands: if it is another one, the caller has lost the stream and must
    ///     close its publisher
    Future<Claim> assertClaim(Claim claim);

    /// Removes the claim, own or foreign, if it still stands with this node and epoch.
    ///
    /// @return whether it stood
    Future<Boolean> clear(Claim claim);

    /// Asks the cluster; for the media path there is [#cached(String)].
    Future<Optional<Claim>> find(String stream);

    Future<List<Claim>> claims();

    /// What this node knows without asking; behind by milliseconds, rarely by seconds. Never waits.
    Optional<Claim> cached(String stream);

    /// @param listener gets the name of a stream whose claim may have changed: a hint to look
    ///     again. It comes for each stream of this node, too, when nodes come or go, so that its
    ///     owner asserts it.
    Registration onChanged(Consumer<String> listener);
}
