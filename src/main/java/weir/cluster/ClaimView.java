package weir.cluster;

import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/// The claims as this node believes them to be: it hears of each change, may miss one, and compares
/// itself with the whole from time to time. A ref.
final class ClaimView {
    private final ConcurrentHashMap<String, Claim> claims = new ConcurrentHashMap<>();

    /// Streams of which news came since the last comparison began: its snapshot may be older.
    private volatile Set<String> touched = ConcurrentHashMap.newKeySet();

    Optional<Claim> find(String stream) {
        return Optional.ofNullable(claims.get(stream));
    }

    int size() {
        return claims.size();
    }

    /// @return whether that was news
    boolean onStands(Claim claim) {
        touched.add(claim.stream());
        boolean[] news = {false};
        claims.compute(
                claim.stream(),
                (_, known) -> {
                    news[0] = known == null || claim.newerThan(known);
                    return news[0] ? claim : known;
                });
        return news[0];
    }

    /// @return whether that was news
    boolean onGone(Claim claim) {
        touched.add(claim.stream());
        return claims.remove(claim.stream(), claim);
    }

    /// Takes over what the snapshot says, except where news came in the meantime. One thread at a
    /// time.
    ///
    /// @param reading reads all claims by stream, and may take its time
    /// @return the streams of which the view was wrong
    Set<String> compare(Supplier<Map<String, Claim>> reading) {
        touched = ConcurrentHashMap.newKeySet();
        Map<String, Claim> snapshot = reading.get();
        Set<String> streams = new HashSet<>(claims.keySet());
        streams.addAll(snapshot.keySet());
        streams.removeIf(stream -> !corrected(stream, snapshot));
        return streams;
    }

    private boolean corrected(String stream, Map<String, Claim> snapshot) {
        boolean[] wrong = {false};
        claims.compute(
                stream,
                (_, known) -> {
                    if (touched.contains(stream)) {
                        return known;
                    }
                    Claim right = snapshot.get(stream);
                    wrong[0] = !Optional.ofNullable(right).equals(Optional.ofNullable(known));
                    return right;
                });
        return wrong[0];
    }
}
