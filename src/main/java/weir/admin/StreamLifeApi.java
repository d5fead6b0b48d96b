package weir.admin;

import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;

import weir.cluster.CreatedStreams;
import weir.signaling.Answers;
import weir.signaling.Refusal;

import java.util.Optional;

/// `POST` and `DELETE /api/streams/{stream}`: a stream exists without publisher, or no more. Any
/// thread.
final class StreamLifeApi {
    private final CreatedStreams created;
    private final ClusterStreams cluster;
    private final StreamRemoval removal;

    StreamLifeApi(CreatedStreams created, ClusterStreams cluster, StreamRemoval removal) {
        this.created = created;
        this.cluster = cluster;
        this.removal = removal;
    }

    void onCreate(RoutingContext request) {
        String stream = request.pathParam("stream");
        Optional<Refusal> refusal = Refusal.ofStreamName(stream);
        if (refusal.isPresent()) {
            Answers.refuse(request, refusal.get());
            return;
        }
        cluster.find(Optional.of(stream))
                .compose(
                        found ->
                                found.streams().isEmpty()
                                        ? created.create(stream, System.currentTimeMillis())
                                        : Future.succeededFuture(CreatedStreams.Creation.EXISTS))
                .onSuccess(creation -> answer(request, stream, creation))
                .onFailure(failure -> Answers.fail(request, failure));
    }

    private static void answer(
            RoutingContext request, String stream, CreatedStreams.Creation creation) {
        switch (creation) {
            case CREATED -> request.response().setStatusCode(204).end();
            case EXISTS -> Answers.refuse(request, new Refusal.StreamExists(stream));
            case TOO_MANY -> Answers.refuse(request, Refusal.Plain.TOO_MANY_STREAMS);
        }
    }

    void onDelete(RoutingContext request) {
        String stream = request.pathParam("stream");
        removal.remove(stream)
                .onSuccess(
                        removed -> {
                            MissingNodes.tell(request, removed.missing());
                            if (removed.existed()) {
                                request.response().setStatusCode(204).end();
                            } else {
                                Answers.refuse(request, new Refusal.StreamUnknown(stream));
                            }
                        })
                .onFailure(failure -> Answers.fail(request, failure));
    }
}
