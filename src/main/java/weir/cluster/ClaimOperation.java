package weir.cluster;

import io.vertx.core.json.JsonObject;

import java.util.Optional;

/// What can be done to the claim on one stream. Pure, and done twice it is as if done once, since
/// Hazelcast repeats an operation when a member is lost. A value.
sealed interface ClaimOperation {
    /// @param epochMin the least epoch for the new claim
    /// @param silent   the claim that may be replaced whatever the policy, since its publisher says
    ///     nothing; another may not
    record Take(
            String claimId, String node, long epochMin, TakenPolicy policy, Optional<Claim> silent)
            implements ClaimOperation {
        private Claim takenFrom(String stream, Optional<Claim> standing) {
            if (standing.isEmpty()) {
                return new Claim(stream, claimId, node, epochMin);
            }
            Claim holder = standing.get();
            boolean mine = holder.claimId().equals(claimId) && holder.node().equals(node);
            boolean kept = policy == TakenPolicy.REJECT && !silent.equals(standing);
            if (mine || kept) {
                return holder;
            }
            return new Claim(stream, claimId, node, Math.max(epochMin, holder.epoch() + 1));
        }

        private JsonObject asJson() {
            JsonObject json =
                    new JsonObject()
                            .put("op", "take")
                            .put("claimId", claimId)
                            .put("node", node)
                            .put("epochMin", epochMin)
                            .put("policy", policy.name());
            silent.ifPresent(claim -> json.put("silent", claim.toJson()));
            return json;
        }
    }

    /// The owner says that it still is.
    record Assert(Claim claim) implements ClaimOperation {}

    /// The owner, or whoever knows that it is gone, gives the stream up.
    record Clear(Claim claim) implements ClaimOperation {}

    /// @param standing the claim on the stream, if there is one
    /// @return the claim that stands afterwards, if any
    default Optional<Claim> apply(String stream, Optional<Claim> standing) {
        return switch (this) {
            case Take take -> Optional.of(take.takenFrom(stream, standing));
            case Assert(var claim) ->
                    Optional.of(standing.filter(other -> other.newerThan(claim)).orElse(claim));
            case Clear(var claim) ->
                    standing.filter(
                            other ->
                                    other.epoch() != claim.epoch()
                                            || !other.node().equals(claim.node()));
        };
    }

    default JsonObject toJson() {
        return switch (this) {
            case Take take -> take.asJson();
            case Assert(var claim) -> claim.toJson().put("op", "assert");
            case Clear(var claim) -> claim.toJson().put("op", "clear");
        };
    }

    /// @throws IllegalArgumentException if this version does not know the operation
    static ClaimOperation read(String stream, JsonObject json) {
        String op = json.getString("op", "");
        return switch (op) {
            case "take" ->
                    new Take(
                            json.getString("claimId"),
                            json.getString("node"),
                            json.getLong("epochMin"),
                            TakenPolicy.valueOf(json.getString("policy")),
                            Optional.ofNullable(json.getJsonObject("silent"))
                                    .flatMap(silent -> Claim.read(stream, silent)));
            case "assert" -> new Assert(Claim.read(stream, json).orElseThrow());
            case "clear" -> new Clear(Claim.read(stream, json).orElseThrow());
            default -> throw new IllegalArgumentException("unknown operation on a claim: " + op);
        };
    }
}
