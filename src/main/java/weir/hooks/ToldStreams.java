package weir.hooks;

import io.vertx.core.Future;

import weir.cluster.CreatedStreams;
import weir.cluster.HazelcastDirectory;
import weir.cluster.SharedTexts;

import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/// The streams of which it was told that they were created, and not yet that they were deleted, by
/// whichever node: of all nodes that see a stream begin or end, one tells it. Any thread.
final class ToldStreams {
    private static final Duration FOR_GOOD = Duration.ZERO;

    private final SharedTexts told;
    private final HazelcastDirectory directory;
    private final CreatedStreams created;

    /// @param told that all nodes have in common
    ToldStreams(SharedTexts told, HazelcastDirectory directory, CreatedStreams created) {
        this.told = told;
        this.directory = directory;
        this.created = created;
    }

    /// @return whether it is for this node to tell
    Future<Boolean> onCreated(String stream) {
        return told.putIfAbsent(stream, "", FOR_GOOD);
    }

    /// @return whether the stream is no more, and it is for this node to tell
    Future<Boolean> onDeleted(String stream) {
        return exists(stream)
                .compose(does -> does ? Future.succeededFuture(false) : told.remove(stream));
    }

    /// After it was told that the stream is no more.
    ///
    /// @return whether somebody created it meanwhile, and it is for this node to tell
    Future<Boolean> onCreatedMeanwhile(String stream) {
        return exists(stream)
                .compose(does -> does ? onCreated(stream) : Future.succeededFuture(false));
    }

    private Future<Boolean> exists(String stream) {
        return directory
                .find(stream)
                .compose(
                        claim ->
                                claim.isPresent()
                                        ? Future.succeededFuture(true)
                                        : created.find(stream).map(Optional::isPresent));
    }

    /// Those that are no more though nobody told: they were created and then not used for too long,
    /// or the node that was to tell is gone.
    Future<Set<String>> gone() {
        return told.all()
                .compose(
                        all ->
                                all.isEmpty()
                                        ? Future.succeededFuture(Set.of())
                                        : withoutExisting(all.keySet()));
    }

    private Future<Set<String>> withoutExisting(Set<String> streams) {
        Set<String> gone = new HashSet<>(streams);
        return directory
                .claims()
                .onSuccess(claims -> claims.forEach(claim -> gone.remove(claim.stream())))
                .compose(_ -> created.all())
                .map(
                        all -> {
                            gone.removeAll(all.keySet());
                            return gone;
                        });
    }
}
