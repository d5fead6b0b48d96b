package weir.admin;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.ext.web.RoutingContext;

import weir.access.Action;
import weir.loop.OwnerLoop;
import weir.signaling.Answers;
import weir.signaling.Refusal;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// `GET /api/streams` and `/api/streams/{stream}`, of the cluster or with `?scope=node` of this
/// node. Any thread.
final class StreamsApi {
    private final LocalStreams local;
    private final ClusterStreams cluster;
    private final StreamLifeApi life;

    StreamsApi(LocalStreams local, ClusterStreams cluster, StreamLifeApi life) {
        this.local = local;
        this.cluster = cluster;
        this.life = life;
    }

    void mount(ReadOnlyPaths paths) {
        paths.at("/api/streams").get(this::onList, Action.WATCH, Action.MANAGE).close();
        paths.at("/api/streams/:stream")
                .get(this::onOne, Action.WATCH, Action.MANAGE)
                .on(HttpMethod.POST, life::onCreate, Action.MANAGE)
                .on(HttpMethod.DELETE, life::onDelete, Action.MANAGE)
                .close();
    }

    /// Those of the names in `?streams=…`, all where there is none.
    private void onList(RoutingContext request) {
        Set<String> wanted = Set.copyOf(request.queryParam("streams"));
        answer(
                request,
                Optional.empty(),
                scope -> found -> Optional.of(encode(scope, found, wanted)));
    }

    private void onOne(RoutingContext request) {
        String stream = request.pathParam("stream");
        answer(
                request,
                Optional.of(stream),
                scope ->
                        found -> found.stream().findFirst().map(one -> one.toJson(scope).encode()));
    }

    private static String encode(StatsScope scope, List<StreamStatus> found, Set<String> wanted) {
        JsonArray all = new JsonArray();
        found.stream()
                .filter(each -> wanted.isEmpty() || wanted.contains(each.id()))
                .forEach(each -> all.add(each.toJson(scope)));
        return all.encode();
    }

    /// @param encode gives nothing if what was asked for is not there
    private void answer(
            RoutingContext request,
            Optional<String> stream,
            Function<StatsScope, Function<List<StreamStatus>, Optional<String>>> encode) {
        String wanted = request.queryParams().get("scope");
        Optional<StatsScope> scope =
                wanted == null ? Optional.of(StatsScope.CLUSTER) : StatsScope.read(wanted);
        if (scope.isEmpty()) {
            Answers.refuse(
                    request, new Refusal.ParameterInvalid("scope", "cluster or node", wanted));
            return;
        }
        find(request, scope.get(), stream)
                // Thousands of sessions are a lot of text: not on a loop that carries media.
                .compose(
                        found ->
                                request.vertx()
                                        .executeBlocking(
                                                () -> encode.apply(scope.get()).apply(found),
                                                false))
                .onSuccess(
                        text ->
                                text.ifPresentOrElse(
                                        json -> ReadOnlyPaths.answer(request, 200, json),
                                        () ->
                                                Answers.refuse(
                                                        request,
                                                        new Refusal.StreamUnknown(
                                                                stream.orElseThrow()))))
                .onFailure(request::fail);
    }

    private Future<List<StreamStatus>> find(
            RoutingContext request, StatsScope scope, Optional<String> stream) {
        return switch (scope) {
            case NODE -> local.find(stream, new OwnerLoop(Vertx.currentContext()));
            case CLUSTER ->
                    cluster.find(stream)
                            .map(
                                    gathered -> {
                                        MissingNodes.tell(request, gathered.missing());
                                        return gathered.streams();
                                    });
        };
    }
}
