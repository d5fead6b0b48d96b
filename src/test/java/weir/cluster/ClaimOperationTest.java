package weir.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import weir.cluster.ClaimOperation.Assert;
import weir.cluster.ClaimOperation.Clear;
import weir.cluster.ClaimOperation.Take;

import java.util.Optional;
import java.util.Random;

class ClaimOperationTest {
    private static final Claim HELD = new Claim("cam", "first", "node-a", 1000);

    @Test
    void grantsAFreeStreamAtTheEpochOfTheClaimant() {
        assertThat(take("first", "node-a", 1000, TakenPolicy.REJECT).apply("cam", Optional.empty()))
                .contains(HELD);
    }

    @Test
    void leavesATakenStreamToItsHolderUnlessTakenOver() {
        assertThat(take("next", "node-b", 2000, TakenPolicy.REJECT).apply("cam", Optional.of(HELD)))
                .contains(HELD);
        assertThat(
                        take("next", "node-b", 2000, TakenPolicy.TAKEOVER)
                                .apply("cam", Optional.of(HELD)))
                .contains(new Claim("cam", "next", "node-b", 2000));
    }

    @Test
    void replacesASilentHolderUnderEveryPolicyUnlessAnotherWasFaster() {
        Claim faster = new Claim("cam", "other", "node-c", 1001);

        for (TakenPolicy policy : TakenPolicy.values()) {
            assertThat(replace(HELD, 10, policy).apply("cam", Optional.of(HELD)))
                    .contains(new Claim("cam", "next", "node-b", 1001));
            assertThat(replace(HELD, 10, policy).apply("cam", Optional.empty()))
                    .contains(new Claim("cam", "next", "node-b", 10));
        }
        assertThat(replace(HELD, 2000, TakenPolicy.REJECT).apply("cam", Optional.of(faster)))
                .contains(faster);
    }

    @Test
    void takesOverWithAGreaterEpochEvenIfTheClockIsBehind() {
        assertThat(take("next", "node-b", 10, TakenPolicy.TAKEOVER).apply("cam", Optional.of(HELD)))
                .contains(new Claim("cam", "next", "node-b", 1001));
    }

    @Test
    void givesTheSameClaimIdTheClaimItHas() {
        assertThat(
                        take("first", "node-a", 2000, TakenPolicy.TAKEOVER)
                                .apply("cam", Optional.of(HELD)))
                .contains(HELD);
    }

    @Test
    void assertionPutsBackWhatIsMissingOrOlderAndYieldsToTheNewer() {
        Claim older = new Claim("cam", "x", "node-z", 999);
        Claim newer = new Claim("cam", "y", "node-b", 1000);

        assertThat(new Assert(HELD).apply("cam", Optional.empty())).contains(HELD);
        assertThat(new Assert(HELD).apply("cam", Optional.of(older))).contains(HELD);
        assertThat(new Assert(HELD).apply("cam", Optional.of(HELD))).contains(HELD);
        assertThat(new Assert(HELD).apply("cam", Optional.of(newer))).contains(newer);
    }

    @Test
    void clearsOnlyWithTheSameNodeAndEpoch() {
        Claim otherEpoch = new Claim("cam", "first", "node-a", 1001);
        Claim otherNode = new Claim("cam", "first", "node-b", 1000);

        assertThat(new Clear(HELD).apply("cam", Optional.of(HELD))).isEmpty();
        assertThat(new Clear(HELD).apply("cam", Optional.empty())).isEmpty();
        assertThat(new Clear(HELD).apply("cam", Optional.of(otherEpoch))).contains(otherEpoch);
        assertThat(new Clear(HELD).apply("cam", Optional.of(otherNode))).contains(otherNode);
    }

    @Test
    void ignoresFieldsOfANewerVersion() {
        JsonObject newer = new Assert(HELD).toJson().put("v", 1).put("region", "eu");

        assertThat(ClaimOperation.read("cam", newer)).isEqualTo(new Assert(HELD));
        assertThat(Claim.read("cam", HELD.toJson().put("more", 1).encode())).contains(HELD);
    }

    @Test
    void takesAnUnreadableValueForNoClaim() {
        assertThat(Claim.read("cam", "{")).isEmpty();
        assertThat(Claim.read("cam", "{\"node\":1,\"claimId\":\"a\",\"epoch\":2}")).isEmpty();
    }

    /// Whatever happens to one stream in whatever order, doing an operation twice changes nothing,
    /// what crosses the network means the same there, and the epoch of the standing claim only
    /// falls after it was cleared.
    @ParameterizedTest
    @MethodSource("weir.testkit.Seeds#thousand")
    void repetitionChangesNothingAndEpochsGrow(long seed) {
        Random random = new Random(seed);
        Optional<Claim> standing = Optional.empty();
        for (int i = 0; i < 20; i++) {
            ClaimOperation operation = any(random);

            Optional<Claim> after = operation.apply("cam", standing);

            assertThat(operation.apply("cam", after)).isEqualTo(after);
            assertThat(ClaimOperation.read("cam", operation.toJson())).isEqualTo(operation);
            if (standing.isPresent() && after.isPresent()) {
                assertThat(after.get()).isGreaterThanOrEqualTo(standing.get());
            }
            standing = after;
        }
    }

    private static ClaimOperation any(Random random) {
        String id = "claim-" + random.nextInt(3);
        String node = "node-" + random.nextInt(3);
        long epoch = random.nextInt(5);
        return switch (random.nextInt(3)) {
            case 0 ->
                    new Take(
                            id,
                            node,
                            epoch,
                            TakenPolicy.values()[random.nextInt(2)],
                            random.nextBoolean()
                                    ? Optional.empty()
                                    : Optional.of(new Claim("cam", "claim-0", "node-0", epoch)));
            case 1 -> new Assert(new Claim("cam", id, node, epoch));
            default -> new Clear(new Claim("cam", id, node, epoch));
        };
    }

    private static Take take(String claimId, String node, long epochMin, TakenPolicy policy) {
        return new Take(claimId, node, epochMin, policy, Optional.empty());
    }

    private static Take replace(Claim silent, long epochMin, TakenPolicy policy) {
        return new Take("next", "node-b", epochMin, policy, Optional.of(silent));
    }
}
