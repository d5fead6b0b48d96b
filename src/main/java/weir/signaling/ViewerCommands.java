package weir.signaling;

import io.vertx.core.Future;

import weir.forward.LayerLimits;
import weir.loop.OwnerLoop;
import weir.peer.OutgoingMedia;
import weir.rtp.MediaKind;
import weir.stream.StreamMember;
import weir.stream.StreamSnapshot;
import weir.stream.StreamTableRef;
import weir.stream.SubscriberRef;
import weir.transport.SessionId;

import java.util.List;
import java.util.Optional;

/// Carries out what viewers on this node ask of what they are sent. Any thread.
public final class ViewerCommands {
    private final StreamTableRef streams;

    public ViewerCommands(StreamTableRef streams) {
        this.streams = streams;
    }

    /// @param loop where the result is wanted
    /// @return JSON or empty; fails with a [RefusedException]
    Future<String> carryOut(SessionId session, SessionCommand command, OwnerLoop loop)
            throws RefusedException {
        String stream = command.stream();
        return switch (command.method()) {
            case LAYERS -> layers(stream, session, loop);
            case CHOOSE -> choose(stream, session, LayerRequest.read(command.body()), loop);
            case RELEASE -> release(stream, session, loop);
            case PAUSE -> enable(stream, session, PauseRequest.read(command.body()), loop);
            case PATCH, DELETE, ANSWER ->
                    throw new IllegalArgumentException(command.method() + " is of no viewer");
        };
    }

    /// @param loop where the result is wanted
    /// @return JSON; fails with a [RefusedException]
    Future<String> layers(String stream, SessionId session, OwnerLoop loop) {
        return find(stream, session, loop)
                .compose(
                        viewer ->
                                video(viewer, Optional.empty())
                                        .compose(video -> layers(viewer, video, loop)));
    }

    private static Future<String> layers(
            SubscriberRef viewer, OutgoingMedia video, OwnerLoop loop) {
        return viewer.layers(loop).map(layers -> LayerList.toJson(video.mid(), layers).encode());
    }

    Future<String> choose(String stream, SessionId session, LayerRequest request, OwnerLoop loop) {
        return find(stream, session, loop)
                .compose(
                        viewer ->
                                video(viewer, request.mediaId())
                                        .compose(_ -> viewer.layers(loop))
                                        .compose(
                                                layers -> limit(viewer, layers, request.limits())));
    }

    private static Future<String> limit(
            SubscriberRef viewer, SubscriberRef.Layers layers, LayerLimits limits) {
        List<String> rids = layers.rids();
        if (limits.rid().isPresent() && !rids.contains(limits.rid().get())) {
            return refused(new Refusal.LayerUnknown(limits.rid().get(), rids));
        }
        viewer.limit(limits);
        return Future.succeededFuture("");
    }

    Future<String> release(String stream, SessionId session, OwnerLoop loop) {
        return choose(
                stream, session, new LayerRequest(Optional.empty(), LayerLimits.AUTOMATIC), loop);
    }

    Future<String> enable(String stream, SessionId session, PauseRequest request, OwnerLoop loop) {
        return find(stream, session, loop)
                .compose(
                        viewer -> {
                            MediaKind kind = request.kind();
                            if (viewer.media().stream().noneMatch(each -> each.kind() == kind)) {
                                return refused(new Refusal.MediumUnknown("no " + kind.token()));
                            }
                            viewer.enable(kind, request.enabled());
                            return Future.succeededFuture("");
                        });
    }

    /// @param loop where the result is wanted
    /// @return fails with a [RefusedException] if it is no viewer's session
    public Future<SubscriberRef> find(String stream, SessionId session, OwnerLoop loop) {
        return streams.find(stream, loop)
                .compose(
                        found ->
                                found.map(snapshot -> find(snapshot, session))
                                        .orElseGet(() -> refused(Refusal.Plain.SESSION_UNKNOWN)));
    }

    private static Future<SubscriberRef> find(StreamSnapshot stream, SessionId session) {
        Optional<StreamMember> member =
                stream.members().stream()
                        .filter(each -> each.session().id().equals(session))
                        .findFirst();
        boolean publishes =
                stream.publication()
                        .filter(each -> each.session().id().equals(session))
                        .isPresent();
        if (member.isEmpty() && !publishes) {
            return refused(Refusal.Plain.SESSION_UNKNOWN);
        }
        return member.flatMap(StreamMember::viewer)
                .map(Future::succeededFuture)
                .orElseGet(() -> refused(Refusal.Plain.SESSION_WATCHES_NOTHING));
    }

    /// @param mediaId the position of the medium among those of the session, or its mid
    private static Future<OutgoingMedia> video(SubscriberRef viewer, Optional<String> mediaId) {
        List<OutgoingMedia> media = viewer.media();
        for (int i = 0; i < media.size(); i++) {
            String position = Integer.toString(i);
            String mid = media.get(i).mid();
            if (media.get(i).kind() == MediaKind.VIDEO
                    && mediaId.map(id -> id.equals(mid) || id.equals(position)).orElse(true)) {
                return Future.succeededFuture(media.get(i));
            }
        }
        return refused(
                new Refusal.MediumUnknown(
                        mediaId.map(id -> "no video '" + id + "'").orElse("no video")));
    }

    private static <T> Future<T> refused(Refusal refusal) {
        return Future.failedFuture(new RefusedException(refusal));
    }
}
