package weir.cascade;

import io.vertx.core.Future;

import weir.cluster.Registration;
import weir.cluster.SharedTexts;
import weir.cluster.StreamDirectory;
import weir.loop.OwnerLoop;

import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// What is to be pulled from other servers and pushed to them: by this node's config, and by
/// requests, which the cluster keeps as long as a node lives. A ref.
public final class Wishes {
    private static final int REQUESTED_MAX = 1000;

    private final List<Wish> configured;
    private final SharedTexts requested;
    private final StreamDirectory directory;
    private final AllowedHosts allowed;

    public Wishes(
            CascadeConfig config,
            TokenFile tokens,
            SharedTexts requested,
            StreamDirectory directory) {
        this.configured =
                Stream.concat(
                                config.sources().stream()
                                        .flatMap(text -> Wish.ofConfig(Way.PULL, text).stream()),
                                config.targets().stream()
                                        .flatMap(text -> Wish.ofConfig(Way.PUSH, text).stream()))
                        .map(wish -> wish.withToken(tokens.find(wish.url())))
                        .toList();
        this.requested = requested;
        this.directory = directory;
        this.allowed = new AllowedHosts(config.allowedHosts());
    }

    /// All that this node knows of, by their keys; what the config says goes before.
    Future<Map<String, Wish>> all() {
        return requested
                .all()
                .map(
                        texts -> {
                            Map<String, Wish> all = new LinkedHashMap<>();
                            configured.forEach(wish -> all.put(wish.key(), wish));
                            texts.values().stream()
                                    .flatMap(text -> Wish.read(text).stream())
                                    .filter(wish -> allowed.permits(wish.url()))
                                    .forEach(wish -> all.putIfAbsent(wish.key(), wish));
                            return all;
                        });
    }

    /// @param listener a hint to look again, which may be lost
    Future<Registration> onChanged(OwnerLoop owner, Runnable listener) {
        return requested.onChanged(_ -> owner.post(listener));
    }

    /// From now on it is tried, by whichever node it is for, until it is removed.
    public Future<WishOutcome> add(Wish wish) {
        if (!allowed.permits(wish.url())) {
            return Future.succeededFuture(WishOutcome.HOST_NOT_ALLOWED);
        }
        return all().compose(
                        all ->
                                directory
                                        .find(wish.stream())
                                        .map(claim -> judge(wish, all, claim.isPresent())))
                .compose(
                        outcome ->
                                outcome == WishOutcome.DONE
                                        ? put(wish)
                                        : Future.succeededFuture(outcome));
    }

    /// What was judged may have changed since, at another node too.
    private Future<WishOutcome> put(Wish wish) {
        return requested
                .putIfAbsent(wish.place(), wish.text(), Duration.ZERO)
                .map(isNew -> isNew ? WishOutcome.DONE : taken(wish.way()));
    }

    private static WishOutcome taken(Way way) {
        return switch (way) {
            case PULL -> WishOutcome.STREAM_TAKEN;
            case PUSH -> WishOutcome.PUSHED_ALREADY;
        };
    }

    private static WishOutcome judge(Wish wish, Map<String, Wish> all, boolean live) {
        boolean taken =
                switch (wish.way()) {
                    case PULL ->
                            live
                                    || all.values().stream()
                                            .filter(each -> each.way() == Way.PULL)
                                            .anyMatch(each -> each.stream().equals(wish.stream()));
                    case PUSH -> all.containsKey(wish.key());
                };
        if (wish.way() == Way.PUSH && !live) {
            return WishOutcome.STREAM_UNKNOWN;
        }
        if (taken) {
            return taken(wish.way());
        }
        return all.size() < REQUESTED_MAX ? WishOutcome.DONE : WishOutcome.TOO_MANY;
    }

    /// Ends what was requested of a stream.
    ///
    /// @param way empty for both
    /// @param url empty for any
    public Future<WishOutcome> remove(String stream, Optional<Way> way, Optional<URI> url) {
        return all().compose(
                        all -> {
                            List<Wish> meant =
                                    all.values().stream()
                                            .filter(each -> each.stream().equals(stream))
                                            .filter(
                                                    each ->
                                                            way.isEmpty()
                                                                    || each.way() == way.get())
                                            .filter(
                                                    each ->
                                                            url.isEmpty()
                                                                    || each.url().equals(url.get()))
                                            .toList();
                            List<Wish> removed =
                                    meant.stream()
                                            .filter(each -> !configured.contains(each))
                                            .toList();
                            return !meant.isEmpty() && removed.isEmpty()
                                    ? Future.succeededFuture(WishOutcome.CONFIGURED)
                                    : remove(removed);
                        });
    }

    /// Of several who ask at once one has removed it.
    private Future<WishOutcome> remove(List<Wish> wishes) {
        List<Future<Boolean>> removed =
                wishes.stream()
                        .map(each -> requested.remove(each.place(), each::isWrittenIn))
                        .toList();
        return Future.all(removed)
                .map(all -> all.list().contains(true) ? WishOutcome.DONE : WishOutcome.NONE_THERE);
    }
}
