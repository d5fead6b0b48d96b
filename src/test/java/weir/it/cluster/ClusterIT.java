package weir.it.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

import weir.admin.VertxMeters;
import weir.cluster.Claim;
import weir.cluster.ClaimOutcome.Granted;
import weir.cluster.ClaimOutcome.Taken;
import weir.cluster.ClusteredVertx;
import weir.cluster.HazelcastDirectory;
import weir.cluster.NodeBus;
import weir.cluster.NodeDirectory;
import weir.cluster.NodeInfo;
import weir.cluster.NodeLoad;
import weir.cluster.NodeRequestException;
import weir.cluster.TakenPolicy;
import weir.it.FreePorts;
import weir.loop.OwnerLoop;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/// Three nodes in one process, shared by the tests. The last one dies in the last test.
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ClusterIT {
    private record Node(
            ClusteredVertx cluster,
            OwnerLoop owner,
            HazelcastDirectory streams,
            NodeDirectory nodes,
            NodeBus bus) {
        String id() {
            return cluster.nodeId();
        }
    }

    private static final List<Node> NODES = new ArrayList<>();
    private static Node first;
    private static Node second;
    private static Node doomed;

    @BeforeAll
    static void startThreeNodes() {
        NODES.clear();
        String name = "it-" + UUID.randomUUID();
        int port = FreePorts.inARow(ClusterNode.PORTS);
        for (int n = 0; n < 3; n++) {
            NODES.add(node(name, port));
        }
        first = NODES.get(0);
        second = NODES.get(1);
        doomed = NODES.get(2);
        for (Node node : NODES) {
            waitFor(() -> node.cluster().membership().nodes().size() == 3);
        }
    }

    @AfterAll
    static void stop() throws TimeoutException {
        for (Node node : NODES) {
            node.streams().close();
            node.nodes().close();
            node.cluster().close().await(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void everyNodeFindsAClaimAndHearsOfIt() throws InterruptedException {
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        // Hints of other tests may come late.
        var registration =
                second.streams()
                        .onChanged(
                                stream -> {
                                    if (stream.equals("found")) {
                                        heard.add(stream);
                                    }
                                });

        Claim claim = granted(first, "found", "a", TakenPolicy.REJECT);

        assertThat(second.streams().find("found").await()).contains(claim);
        assertThat(second.streams().claims().await()).contains(claim);
        assertThat(heard.poll(5, TimeUnit.SECONDS)).isEqualTo("found");
        assertThat(second.streams().cached("found")).contains(claim);
        registration.remove();
    }

    @Test
    void rejectsASecondPublisherOrLetsItTakeOver() {
        Claim held = granted(first, "taken", "a", TakenPolicy.REJECT);

        assertThat(second.streams().claim("taken", "b", TakenPolicy.REJECT).await())
                .isEqualTo(new Taken(held));
        var takeover = second.streams().claim("taken", "b", TakenPolicy.TAKEOVER).await();

        assertThat(takeover).isInstanceOf(Granted.class);
        Granted granted = (Granted) takeover;
        assertThat(granted.replaced()).contains(held);
        assertThat(granted.claim().epoch()).isGreaterThan(held.epoch());
        assertThat(first.streams().assertClaim(held).await()).isEqualTo(granted.claim());
        assertThat(first.streams().clear(held).await()).isFalse();
        assertThat(second.streams().clear(granted.claim()).await()).isTrue();
        assertThat(second.streams().find("taken").await()).isEmpty();
    }

    @Test
    void givesTheSameClaimIdTheSameClaim() {
        Claim claim = granted(first, "again", "a", TakenPolicy.REJECT);

        assertThat(first.streams().claim("again", "a", TakenPolicy.REJECT).await())
                .isEqualTo(new Granted(claim, Optional.empty()));
    }

    @Test
    void grantsOneOfTwoWhoClaimAtOnce() {
        for (int n = 0; n < 50; n++) {
            String stream = "race-" + n;
            var one = first.streams().claim(stream, "one", TakenPolicy.REJECT);
            var two = second.streams().claim(stream, "two", TakenPolicy.REJECT);

            long granted =
                    List.of(one.await(), two.await()).stream()
                            .filter(Granted.class::isInstance)
                            .count();
            assertThat(granted).isEqualTo(1);
        }
    }

    @Test
    void leavesOneOfTwoWhoTakeOverAtOnce() {
        for (int n = 0; n < 50; n++) {
            String stream = "steal-" + n;
            var one = first.streams().claim(stream, "one", TakenPolicy.TAKEOVER);
            var two = second.streams().claim(stream, "two", TakenPolicy.TAKEOVER);
            Claim ones = ((Granted) one.await()).claim();
            Claim twos = ((Granted) two.await()).claim();

            Claim winner = ones.newerThan(twos) ? ones : twos;
            assertThat(first.streams().assertClaim(ones).await()).isEqualTo(winner);
            assertThat(second.streams().assertClaim(twos).await()).isEqualTo(winner);
        }
    }

    @Test
    void putsBackAClaimThatGotLost() {
        Claim claim = granted(first, "lost", "a", TakenPolicy.REJECT);
        second.streams().clear(claim).await();

        assertThat(first.streams().assertClaim(claim).await()).isEqualTo(claim);

        assertThat(second.streams().find("lost").await()).contains(claim);
    }

    @Test
    void removesAClaimInItsNameThatNobodyHolds() {
        Claim abandoned = new Claim("abandoned", "x", first.id(), 1);
        second.streams().assertClaim(abandoned).await();

        waitFor(() -> first.streams().find("abandoned").await().isEmpty());
    }

    @Test
    void answersOnTheContextOfTheCaller() throws InterruptedException {
        Context context = first.cluster().vertx().getOrCreateContext();
        BlockingQueue<Boolean> same = new LinkedBlockingQueue<>();

        context.runOnContext(
                _ -> {
                    var streams = first.streams();
                    Future<?> all =
                            Future.all(
                                    streams.claim("context", "a", TakenPolicy.REJECT)
                                            .onComplete(
                                                    _ ->
                                                            same.add(
                                                                    Vertx.currentContext()
                                                                            == context)),
                                    streams.claims()
                                            .onComplete(
                                                    _ ->
                                                            same.add(
                                                                    Vertx.currentContext()
                                                                            == context)),
                                    first.bus()
                                            .request(second.id(), "nothing", new JsonObject())
                                            .onComplete(
                                                    _ ->
                                                            same.add(
                                                                    Vertx.currentContext()
                                                                            == context)));
                    all.onComplete(_ -> {});
                });

        for (int n = 0; n < 3; n++) {
            assertThat(same.poll(5, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void showsEveryNodeWhatTheOthersSayOfThemselves() {
        waitFor(() -> first.nodes().nodes().await().size() == 3);

        assertThat(first.nodes().nodes().await())
                .extracting(NodeInfo::id)
                .containsExactlyInAnyOrder(first.id(), second.id(), doomed.id());
    }

    @Test
    void carriesARequestToAnotherNodeAndToItself() {
        second.bus().handle("echo", body -> Future.succeededFuture(body.put("by", "second")));
        first.bus().handle("echo", body -> Future.succeededFuture(body.put("by", "first")));
        JsonObject body = new JsonObject().put("n", 1);

        assertThat(first.bus().request(second.id(), "echo", body).await())
                .isEqualTo(new JsonObject().put("n", 1).put("by", "second"));
        assertThat(first.bus().request(first.id(), "echo", body).await().getString("by"))
                .isEqualTo("first");
        assertThat(body.containsKey("by")).isFalse();
    }

    @Test
    void tellsWhyARequestFailed() {
        second.bus()
                .handle(
                        "refuse",
                        _ -> {
                            throw new NodeRequestException("draining", "no room here");
                        });
        second.bus().handle("broken", _ -> Future.failedFuture(new IllegalStateException("oops")));
        second.bus().handle("silent", _ -> Promise.<JsonObject>promise().future());

        assertFails(second.id(), "refuse", "draining", "no room here");
        assertFails(second.id(), "broken", NodeRequestException.FAILED, "oops");
        assertFails(second.id(), "silent", NodeRequestException.TIMEOUT, second.id());
        assertFails(second.id(), "no such kind", NodeRequestException.UNKNOWN, "no such kind");
        assertFails("no-such-node", "echo", NodeRequestException.GONE, "no-such-node");
    }

    @Test
    @Order(Integer.MAX_VALUE)
    void clearsTheClaimsOfANodeThatDied() throws InterruptedException {
        granted(doomed, "orphan", "a", TakenPolicy.REJECT);
        Claim kept = granted(first, "kept", "a", TakenPolicy.REJECT);
        doomed.bus().handle("silent", _ -> Promise.<JsonObject>promise().future());
        waitFor(() -> second.streams().cached("orphan").isPresent());
        BlockingQueue<String> departed = new LinkedBlockingQueue<>();
        second.cluster().membership().onDeparted(departed::add);
        var pending = first.bus().request(doomed.id(), "silent", new JsonObject());
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        second.streams()
                .onChanged(
                        stream -> {
                            // Hints of other tests may come late.
                            if (stream.equals("orphan")
                                    && second.streams().cached(stream).isEmpty()) {
                                heard.add(stream);
                            }
                        });

        crash(doomed.id());

        assertThat(departed.poll(10, TimeUnit.SECONDS)).isEqualTo(doomed.id());
        assertThat(heard.poll(10, TimeUnit.SECONDS)).isEqualTo("orphan");
        assertThat(second.streams().find("orphan").await()).isEmpty();
        assertThat(second.streams().find("kept").await()).contains(kept);
        assertThatThrownBy(() -> pending.await(3, TimeUnit.SECONDS))
                .isInstanceOf(NodeRequestException.class);
        assertFails(doomed.id(), "silent", NodeRequestException.GONE, doomed.id());
        waitFor(() -> first.nodes().nodes().await().size() == 2);
        assertThat(first.cluster().membership().nodes()).isEqualTo(Set.of(first.id(), second.id()));
    }

    private static void assertFails(String node, String kind, String code, String message) {
        assertThatThrownBy(() -> first.bus().request(node, kind, new JsonObject()).await())
                .isInstanceOfSatisfying(
                        NodeRequestException.class,
                        failure -> assertThat(failure.code()).isEqualTo(code))
                .hasMessageContaining(message);
    }

    private static Claim granted(Node node, String stream, String claimId, TakenPolicy policy) {
        return ((Granted) node.streams().claim(stream, claimId, policy).await()).claim();
    }

    private static Node node(String name, int port) {
        var cluster =
                ClusteredVertx.start(
                                ClusterNode.config(name, port),
                                2,
                                new VertxMeters(),
                                ClusterNode.accepting())
                        .await();
        OwnerLoop owner = new OwnerLoop(cluster.vertx().getOrCreateContext());
        NodeInfo self =
                new NodeInfo(
                        cluster.nodeId(),
                        List.of("http://127.0.0.1:7777"),
                        7777,
                        Instant.now(),
                        "test",
                        NodeLoad.NONE,
                        false);
        return new Node(
                cluster,
                owner,
                HazelcastDirectory.open(cluster, owner).await(),
                NodeDirectory.open(cluster, owner, () -> self).await(),
                NodeBus.open(cluster).await());
    }

    /// As if its process were killed: the others' connections to it just close.
    private static void crash(String nodeId) {
        ClusterNode.hazelcast(nodeId).getLifecycleService().terminate();
    }

    private static void waitFor(BooleanSupplier condition) {
        long deadline = System.nanoTime() + Duration.ofSeconds(15).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            LockSupport.parkNanos(10_000_000);
        }
    }
}
