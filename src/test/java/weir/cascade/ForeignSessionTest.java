package weir.cascade;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import weir.cluster.Claim;
import weir.cluster.ClaimOutcome;
import weir.cluster.DrainState;
import weir.cluster.Registration;
import weir.cluster.StreamDirectory;
import weir.cluster.TakenPolicy;
import weir.testkit.Loops;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;

class ForeignSessionTest {
    private static final CascadeConfig CONFIG =
            new CascadeConfig(Duration.ZERO, List.of(), List.of(), "", List.of(), 1, 1);

    private final Loops loops = new Loops(1);
    private final ForeignCounters counters = new ForeignCounters();

    @AfterEach
    void close() {
        loops.close();
    }

    /// A node without an offerer stands for whatever we do wrong.
    @Test
    void whatIsWrongWithUsEndsOneAttemptAndNotAll() {
        ForeignNode broken =
                new ForeignNode(
                        "node",
                        new Empty(),
                        null,
                        null,
                        null,
                        null,
                        new DrainState(),
                        new Random(1));
        Wish wish =
                new Wish("cam", Way.PULL, URI.create("http://127.0.0.1:9/whep"), Optional.empty());
        ForeignSession session =
                new ForeignSession(wish, broken, null, counters, CONFIG, loops.loop(0), 0);

        loops.run(loops.loop(0), () -> session.tick(System.nanoTime()));
        loops.settle();

        assertThat(counters.attempts()).isEqualTo(Map.of("pull", 1L, "push", 0L));
        assertThat(counters.failures()).isEqualTo(Map.of("pull", 1L, "push", 0L));
        assertThat(counters.running(Way.PULL)).isZero();
    }

    /// Nobody publishes anything.
    private static final class Empty implements StreamDirectory {
        @Override
        public Future<Optional<Claim>> find(String stream) {
            return Future.succeededFuture(Optional.empty());
        }

        @Override
        public Future<ClaimOutcome> claim(String stream, String claimId, TakenPolicy policy) {
            throw new AssertionError("nothing is claimed");
        }

        @Override
        public Future<ClaimOutcome> replace(Claim silent, String claimId) {
            throw new AssertionError("nothing is replaced");
        }

        @Override
        public Future<Claim> assertClaim(Claim claim) {
            throw new AssertionError("nothing is asserted");
        }

        @Override
        public Future<Boolean> clear(Claim claim) {
            throw new AssertionError("nothing is cleared");
        }

        @Override
        public Future<List<Claim>> claims() {
            return Future.succeededFuture(List.of());
        }

        @Override
        public Optional<Claim> cached(String stream) {
            return Optional.empty();
        }

        @Override
        public Registration onChanged(Consumer<String> listener) {
            return () -> {};
        }
    }
}
