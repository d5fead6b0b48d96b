package weir.admin;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.ext.web.RoutingContext;

import weir.access.Action;
import weir.loop.OwnerLoop;
import weir.signaling.Answers;
import weir.signaling.Refusal;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// `GET /api/streams` and `/api/streams/{stream}`, of the cluster or with `?scope=node` of this
/// node. Any thread.
final class StreamsApi {
    /// Names the nodes that did not answer in time, whose sessions are left out.
    private static final String MISSING = "Weir-Missing-Nodes";

    private final LocalStreams local;
    private final ClusterStreams cluster;

    StreamsApi(LocalStreams local, ClusterStreams cluster) {
        this.local = local;
        this.cluster = cluster;
    }

    void mount(ReadOnlyPaths paths) {
        paths.add("/api/streams", this::onList, Action.WATCH, Action.MANAGE)
                .add("/api/streams/:stream", this::onOne, Action.WATCH, Action.MANAGE);
    }

    private void onList(RoutingContext request) {
        answer(request, Optional.empty(), StreamsApi::encode);
    }

    private void onOne(RoutingContext request) {
        String stream = request.pathParam("stream");
        answer(
                request,
                Optional.of(stream),
                scope ->
                        found -> found.stream().findFirst().map(one -> one.toJson(scope).encode()));
    }

    private static Function<List<StreamStatus>, Optional<String>> encode(StatsScope scope) {
        return found -> {
            JsonArray all = new JsonArray();
            found.forEach(each -> all.add(each.toJson(scope)));
            return Optional.of(all.encode());
        };
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
                                        tellMissing(request, gathered.missing());
                                        return gathered.streams();
                                    });
        };
    }

    private static void tellMissing(RoutingContext request, List<String> missing) {
        if (!missing.isEmpty()) {
            request.response()
                    .putHeader(MISSING, String.join(", ", missing))
                    .headers()
                    .add("Access-Control-Expose-Headers", MISSING);
        }
    }
}
