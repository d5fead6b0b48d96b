package weir.cluster;

import io.vertx.core.Future;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import weir.loop.OwnerLoop;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/// Ids of tokens that were revoked: id → milliseconds since 1970 until which it is remembered. Each
/// node keeps a copy, which is brought up to date at once when the cluster tells, and by a
/// comparison every 2 s in any case. A ref.
public final class RevocationDirectory {
    private static final Logger log = LoggerFactory.getLogger(RevocationDirectory.class);
    private static final long COMPARE_MILLIS = 2_000;
    private static final int REVOKED_MAX = 100_000;

    /// Of the first comparison: a cluster that takes in several nodes at once may be late.
    private static final int ATTEMPTS_MAX = 20;

    private final ClusteredVertx cluster;
    private final SharedTexts shared;
    private final OwnerLoop owner;
    private final Map<String, Long> copy = new ConcurrentHashMap<>();
    private final Listeners<String> revoked = new Listeners<>();
    private final AtomicBoolean comparing = new AtomicBoolean();

    private RevocationDirectory(ClusteredVertx cluster, OwnerLoop owner) {
        this.cluster = cluster;
        this.shared = SharedTexts.inTheClear(cluster, "revoked");
        this.owner = owner;
    }

    /// Completes when this node knows what the others do.
    ///
    /// @param owner where listeners are called
    public static Future<RevocationDirectory> open(ClusteredVertx cluster, OwnerLoop owner) {
        var directory = new RevocationDirectory(cluster, owner);
        return directory
                .shared
                .onChanged(
                        change ->
                                change.text()
                                        .ifPresent(
                                                until -> directory.onRevoked(change.key(), until)))
                .compose(_ -> directory.compare(ATTEMPTS_MAX))
                .onSuccess(
                        _ ->
                                owner.context()
                                        .setPeriodic(COMPARE_MILLIS, _ -> directory.compareLater()))
                .map(directory);
    }

    private Future<Void> compare(int attempts) {
        return compare()
                .recover(
                        failure ->
                                attempts > 1
                                        ? compare(attempts - 1)
                                        : Future.failedFuture(failure));
    }

    /// Completes when the cluster remembers it.
    ///
    /// @param kept how long
    /// @return fails if there are too many already
    public Future<Void> revoke(String id, Duration kept) {
        if (copy.size() >= REVOKED_MAX) {
            return Future.failedFuture(
                    new IllegalStateException(REVOKED_MAX + " tokens are revoked"));
        }
        String until = "" + (System.currentTimeMillis() + kept.toMillis());
        return shared.put(id, until, kept).onSuccess(_ -> onRevoked(id, until));
    }

    public boolean isRevoked(String id) {
        return copy.getOrDefault(id, 0L) > System.currentTimeMillis();
    }

    /// How many are known here.
    public int size() {
        return copy.size();
    }

    /// Called on the owner's loop after each that is new here.
    public Registration onRevoked(Runnable listener) {
        return revoked.add(_ -> listener.run());
    }

    private void compareLater() {
        if (comparing.compareAndSet(false, true)) {
            compare().onComplete(_ -> comparing.set(false)).onFailure(this::onFailure);
        }
    }

    private Future<Void> compare() {
        return shared.all()
                .map(
                        all -> {
                            all.forEach(this::onRevoked);
                            long now = System.currentTimeMillis();
                            copy.values().removeIf(until -> until <= now);
                            return null;
                        });
    }

    private void onFailure(Throwable failure) {
        boolean ending =
                failure instanceof NodeRequestException request
                        && request.code().equals(NodeRequestException.GONE);
        if (!ending) {
            log.warn("{} could not compare revoked tokens: {}", cluster.nodeId(), "" + failure);
        }
    }

    /// @param until a number, if its writer was of this version
    private void onRevoked(String id, String until) {
        if (until.matches("\\d{1,18}")
                && !Long.valueOf(until).equals(copy.put(id, Long.valueOf(until)))) {
            owner.post(() -> revoked.tell(id));
        }
    }
}
