package weir.cluster;

import com.hazelcast.core.HazelcastInstanceNotActiveException;
import com.hazelcast.map.IMap;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;

import weir.loop.OwnerLoop;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// The claims in a Hazelcast map, stream → [Claim], changed only by entry processors. A ref.
public final class HazelcastDirectory implements StreamDirectory {
    /// Longer than a frozen member takes to be noticed, so that an operation survives its owner.
    private static final long ANSWER_SECONDS_AFTER_FROZEN = 4;

    private final ClusteredVertx cluster;
    private final IMap<String, String> map;
    private final OwnerLoop owner;
    private final long answerMillis;
    private final EpochClock epochs = new EpochClock(System::currentTimeMillis);
    private final ClaimView view = new ClaimView();
    private final Listeners<String> changed = new Listeners<>();
    private final Listeners<String> begun = new Listeners<>();
    private final Listeners<String> ended = new Listeners<>();

    /// What publishers on this node were granted and have neither given up nor lost.
    private final Map<String, Claim> held = new ConcurrentHashMap<>();

    /// Streams that are being claimed on this node right now, and how many times.
    private final Map<String, Integer> claiming = new ConcurrentHashMap<>();

    private final LongAdder granted = new LongAdder();
    private final LongAdder rejected = new LongAdder();
    private final LongAdder lost = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final ClaimSweeper sweeper;

    private HazelcastDirectory(ClusteredVertx cluster, IMap<String, String> map, OwnerLoop owner) {
        this.cluster = cluster;
        this.map = map;
        this.owner = owner;
        this.answerMillis =
                cluster.config().frozenAfter().toMillis()
                        + TimeUnit.SECONDS.toMillis(ANSWER_SECONDS_AFTER_FROZEN);
        this.sweeper = new ClaimSweeper(cluster, map, view, owner, this);
    }

    /// @param owner where listeners are called
    public static Future<HazelcastDirectory> open(ClusteredVertx cluster, OwnerLoop owner) {
        return blocking(
                cluster.vertx(),
                () -> {
                    IMap<String, String> map = cluster.hazelcast().getMap(HazelcastSettings.CLAIMS);
                    var directory = new HazelcastDirectory(cluster, map, owner);
                    directory.sweeper.start();
                    return directory;
                });
    }

    @Override
    public Future<ClaimOutcome> claim(String stream, String claimId, TakenPolicy policy) {
        return take(stream, claimId, policy, Optional.empty());
    }

    @Override
    public Future<ClaimOutcome> replace(Claim silent, String claimId) {
        return take(silent.stream(), claimId, TakenPolicy.REJECT, Optional.of(silent));
    }

    private Future<ClaimOutcome> take(
            String stream, String claimId, TakenPolicy policy, Optional<Claim> silent) {
        String self = cluster.nodeId();
        claiming.merge(stream, 1, Integer::sum);
        return run(stream, new ClaimOperation.Take(claimId, self, epochs.next(), policy, silent))
                .map(decision -> outcome(decision, claimId))
                .onComplete(_ -> claiming.computeIfPresent(stream, (_, n) -> n > 1 ? n - 1 : null));
    }

    private ClaimOutcome outcome(ClaimProcessor.Decision decision, String claimId) {
        Claim standing = decision.after().orElseThrow();
        if (!standing.claimId().equals(claimId) || !standing.node().equals(cluster.nodeId())) {
            rejected.increment();
            return new ClaimOutcome.Taken(standing);
        }
        granted.increment();
        hold(standing);
        if (decision.before().isEmpty()) {
            owner.post(() -> begun.tell(standing.stream()));
        }
        return new ClaimOutcome.Granted(
                standing, decision.before().filter(before -> !before.equals(standing)));
    }

    @Override
    public Future<Claim> assertClaim(Claim claim) {
        hold(claim);
        return run(claim.stream(), new ClaimOperation.Assert(claim))
                .map(
                        decision -> {
                            Claim standing = decision.after().orElseThrow();
                            if (!standing.equals(claim)) {
                                lost.increment();
                                held.remove(claim.stream(), claim);
                            } else if (decision.before().isEmpty()) {
                                // Who took it over has left, and was told to have ended it.
                                owner.post(() -> begun.tell(claim.stream()));
                            }
                            return standing;
                        });
    }

    private void hold(Claim claim) {
        held.merge(claim.stream(), claim, (other, mine) -> mine.newerThan(other) ? mine : other);
    }

    @Override
    public Future<Boolean> clear(Claim claim) {
        held.remove(claim.stream(), claim);
        return run(claim.stream(), new ClaimOperation.Clear(claim))
                .map(
                        decision -> {
                            boolean stood =
                                    decision.before().isPresent() && decision.after().isEmpty();
                            decision.before().filter(_ -> stood).ifPresent(this::onCleared);
                            return stood;
                        });
    }

    @Override
    public Future<Optional<Claim>> find(String stream) {
        return answer(() -> map.getAsync(stream))
                .map(value -> Optional.ofNullable(value).flatMap(it -> Claim.read(stream, it)));
    }

    @Override
    public Future<List<Claim>> claims() {
        return blocking(cluster.vertx(), () -> List.copyOf(readAll(map).values()));
    }

    @Override
    public Optional<Claim> cached(String stream) {
        return view.find(stream);
    }

    @Override
    public Registration onChanged(Consumer<String> listener) {
        return changed.add(listener);
    }

    /// @param listener gets the name of a stream that nobody in the cluster had, and that was
    ///     claimed by this node, or got back
    public Registration onBegun(Consumer<String> listener) {
        return begun.add(listener);
    }

    /// @param listener gets the name of a stream that nobody in the cluster has any more, since
    ///     this node has cleared its claim: it was its own, or that of a node that is gone
    public Registration onEnded(Consumer<String> listener) {
        return ended.add(listener);
    }

    public DirectoryStats stats() {
        return new DirectoryStats(
                granted.sum(),
                rejected.sum(),
                lost.sum(),
                sweeper.sweptDeparted(),
                sweeper.sweptOwn(),
                sweeper.corrected(),
                failed.sum(),
                view.size());
    }

    /// Hears and compares no more. The claims stay: who closes a publisher clears its claim.
    public void close() {
        sweeper.close();
    }

    void onSeen(Claim claim) {
        epochs.onSeen(claim.epoch());
    }

    void onStands(Claim claim) {
        onSeen(claim);
        if (view.onStands(claim)) {
            hint(claim.stream());
        }
    }

    /// This node has removed it.
    void onCleared(Claim claim) {
        onGone(claim);
        owner.post(() -> ended.tell(claim.stream()));
    }

    void onGone(Claim claim) {
        if (view.onGone(claim)) {
            hint(claim.stream());
        }
    }

    void hint(String stream) {
        owner.post(() -> changed.tell(stream));
    }

    Set<String> heldStreams() {
        return held.keySet();
    }

    /// Whether a claim in this node's name belongs to nobody here: that of a client whose answer
    /// came too late, or one put back by an assertion that was overtaken.
    boolean isAbandoned(Claim claim) {
        return claim.node().equals(cluster.nodeId())
                && !claiming.containsKey(claim.stream())
                && !claim.equals(held.get(claim.stream()));
    }

    static Map<String, Claim> readAll(IMap<String, String> map) {
        return map.entrySet().stream()
                .flatMap(entry -> Claim.read(entry.getKey(), entry.getValue()).stream())
                .collect(Collectors.toMap(Claim::stream, claim -> claim));
    }

    private Future<ClaimProcessor.Decision> run(String stream, ClaimOperation operation) {
        return answer(() -> map.submitToKey(stream, new ClaimProcessor(operation)))
                .map(text -> ClaimProcessor.Decision.read(stream, text))
                .onSuccess(decision -> decision.after().ifPresent(this::onStands));
    }

    private <T> Future<T> answer(Supplier<CompletionStage<T>> operation) {
        ContextInternal context = ((VertxInternal) cluster.vertx()).getOrCreateContext();
        CompletionStage<T> stage;
        try {
            stage = operation.get();
        } catch (HazelcastInstanceNotActiveException e) { // thrown at once, unlike other failures
            stage = CompletableFuture.failedStage(e);
        }
        return Future.fromCompletionStage(stage, context)
                .timeout(answerMillis, TimeUnit.MILLISECONDS)
                .onFailure(_ -> failed.increment());
    }

    /// Runs on a virtual thread what would block, and answers on the caller's context.
    static <T> Future<T> blocking(Vertx vertx, Callable<T> task) {
        Promise<T> promise = ((VertxInternal) vertx).getOrCreateContext().promise();
        Thread.ofVirtual()
                .name("weir-cluster")
                .start(
                        () -> {
                            try {
                                promise.complete(task.call());
                            } catch (Exception e) {
                                promise.fail(e);
                            }
                        });
        return promise.future();
    }
}
