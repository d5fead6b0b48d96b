package weir.access;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/// What was decided of late, by token, stream, action and whatever else was asked with, but for the
/// session: what holds for one holds for all of its kind. Tokens only as digests. Any thread.
final class DecisionCache {
    private record Kept(Decision decision, long untilNanos) {}

    private final long nanos;
    private final int sizeMax;
    private final Map<String, Kept> decisions = new ConcurrentHashMap<>();

    /// @param time    how long a decision holds; 0 keeps none
    /// @param sizeMax when there are as many, no more are kept
    DecisionCache(Duration time, int sizeMax) {
        this.nanos = time.toNanos();
        this.sizeMax = sizeMax;
    }

    Optional<Decision> find(Attempt attempt, String token) {
        return nanos == 0
                ? Optional.empty()
                : Optional.ofNullable(decisions.get(key(attempt, token)))
                        .filter(kept -> kept.untilNanos() - System.nanoTime() > 0)
                        .map(Kept::decision);
    }

    void keep(Attempt attempt, String token, Decision decision) {
        if (nanos == 0) {
            return;
        }
        long now = System.nanoTime();
        if (decisions.size() >= sizeMax) {
            decisions.values().removeIf(kept -> kept.untilNanos() - now <= 0);
        }
        if (decisions.size() < sizeMax) {
            decisions.put(key(attempt, token), new Kept(decision, now + nanos));
        }
    }

    /// Of JSON, which tells where each text ends, so that no two questions have one key.
    private static String key(Attempt attempt, String token) {
        JsonArray all =
                new JsonArray()
                        .add(token)
                        .add(new JsonArray(attempt.stream().stream().toList()))
                        .add(attempt.anyOf().toString())
                        .add(attempt.ofSession())
                        .add(attempt.remoteAddress())
                        .add(new JsonObject(new TreeMap<>(attempt.query())));
        try {
            return HexFormat.of()
                    .formatHex(
                            MessageDigest.getInstance("SHA-256")
                                    .digest(all.encode().getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
