package weir.signaling;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import weir.cluster.Claim;
import weir.cluster.NodeRequestException;
import weir.loop.OwnerLoop;
import weir.stream.PublicationRef;
import weir.stream.StreamSnapshot;

import java.time.Duration;

/// Whether a stream's publisher, on whatever node, has said nothing for so long that another may
/// have its stream. Any thread.
final class HolderSilence {
    private static final Logger log = LoggerFactory.getLogger(HolderSilence.class);

    /// On what a node asks the one of the publisher.
    static final String KIND = "signaling.silence";

    /// Well above what a publisher that lives leaves between two packets, even of silence alone.
    private static final Duration REACHED = Duration.ofSeconds(3);

    private final SignalingNode node;

    HolderSilence(SignalingNode node) {
        this.node = node;
    }

    /// Asks the holder's node. One that does not answer may still serve its publisher; one that
    /// has left the cluster has no say.
    Future<Boolean> isReached(Claim holder) {
        JsonObject question =
                new JsonObject()
                        .put("stream", holder.stream())
                        .put("session", holder.claimId())
                        .put("epoch", holder.epoch());
        return node.bus()
                .request(holder.node(), KIND, question)
                .map(answer -> answer.getLong("millis", 0L) >= REACHED.toMillis())
                .otherwise(failure -> isGone(holder, failure));
    }

    private static boolean isGone(Claim holder, Throwable failure) {
        log.debug("publisher of {}: {}", holder.stream(), failure.getMessage());
        return failure instanceof NodeRequestException request
                && request.code().equals(NodeRequestException.GONE);
    }

    /// What another node asks of a publisher here: for how many milliseconds nothing has come.
    ///
    /// @param loop where the question arrived
    /// @return fails with a [NodeRequestException] if the publisher has ended, or not begun
    Future<JsonObject> onQuestion(JsonObject body, OwnerLoop loop) {
        return node.streams()
                .find(body.getString("stream"), loop)
                .compose(
                        found ->
                                found.flatMap(StreamSnapshot::publication)
                                        .filter(each -> isAskedOf(each, body))
                                        .map(each -> each.silence(loop))
                                        .orElseGet(() -> Future.failedFuture(unknown(body))))
                .map(silence -> new JsonObject().put("millis", silence.toMillis()));
    }

    private static boolean isAskedOf(PublicationRef publication, JsonObject body) {
        return publication.epoch() == body.getLong("epoch")
                && publication.claimId().equals(body.getString("session"));
    }

    private static NodeRequestException unknown(JsonObject body) {
        return new NodeRequestException(
                NodeRequestException.UNKNOWN,
                "session " + body.getString("session") + " publishes nothing here");
    }
}
