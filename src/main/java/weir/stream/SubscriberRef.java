package weir.stream;

import io.vertx.core.Future;

import weir.forward.LayerLimits;
import weir.forward.SourceLayer;
import weir.loop.OwnerLoop;
import weir.peer.OutgoingMedia;
import weir.rtp.MediaKind;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// A viewer, as any other loop may hold it. A ref.
public final class SubscriberRef {
    private final Subscriber subscriber;
    private final OwnerLoop owner;
    private final List<OutgoingMedia> media;

    SubscriberRef(Subscriber subscriber, OwnerLoop owner, List<OutgoingMedia> media) {
        this.subscriber = subscriber;
        this.owner = owner;
        this.media = List.copyOf(media);
    }

    /// What was agreed with the viewer, whatever it is sent now.
    public List<OutgoingMedia> media() {
        return media;
    }

    /// What a viewer may choose from, and what it has. A value.
    ///
    /// @param rids   of the encodings that the publisher may send, whether it does or not; empty
    ///     without simulcast
    /// @param layers those of the stream's video at present
    /// @param target what it is sent, or will be with the next key frame
    public record Layers(
            List<String> rids, List<SourceLayer> layers, Optional<SourceLayer> target) {

        /// Whether it is the one that the viewer is sent, or awaits.
        public boolean isTarget(SourceLayer layer) {
            return target.filter(layer::isSameLayer).isPresent();
        }
    }

    /// @param loop where the result is wanted
    public Future<Layers> layers(OwnerLoop loop) {
        return owner.ask(loop, this::layers);
    }

    private Layers layers() {
        return new Layers(
                subscriber.source().map(SubscriberRef::rids).orElse(List.of()),
                subscriber.source().map(SourceFeed::layers).orElse(List.of()),
                subscriber.video().flatMap(VideoTrack::target));
    }

    /// Asks each loop once for all of its viewers.
    ///
    /// @param loop where the result is wanted
    public static Future<Map<SubscriberRef, Layers>> layers(
            Collection<SubscriberRef> viewers, OwnerLoop loop) {
        return ask(viewers, loop, SubscriberRef::layers);
    }

    /// Asks each loop once for all of its viewers.
    ///
    /// @param loop where the result is wanted
    public static Future<Map<SubscriberRef, ViewerStats>> stats(
            Collection<SubscriberRef> viewers, OwnerLoop loop) {
        return ask(viewers, loop, viewer -> viewer.subscriber.stats(System.nanoTime()));
    }

    private static <T> Future<Map<SubscriberRef, T>> ask(
            Collection<SubscriberRef> viewers,
            OwnerLoop loop,
            Function<SubscriberRef, T> question) {
        Map<OwnerLoop, List<SubscriberRef>> byLoop = new HashMap<>();
        for (SubscriberRef viewer : viewers) {
            byLoop.computeIfAbsent(viewer.owner, _ -> new ArrayList<>()).add(viewer);
        }
        List<Future<Map<SubscriberRef, T>>> answers = new ArrayList<>();
        byLoop.forEach((owner, some) -> answers.add(owner.ask(loop, () -> each(some, question))));
        return Future.all(answers)
                .map(
                        _ -> {
                            Map<SubscriberRef, T> all = new HashMap<>();
                            answers.forEach(answer -> all.putAll(answer.result()));
                            return all;
                        });
    }

    private static <T> Map<SubscriberRef, T> each(
            List<SubscriberRef> viewers, Function<SubscriberRef, T> question) {
        Map<SubscriberRef, T> answers = new HashMap<>();
        viewers.forEach(viewer -> answers.put(viewer, question.apply(viewer)));
        return answers;
    }

    private static List<String> rids(SourceFeed source) {
        return source.publication().media().stream()
                .filter(each -> each.kind() == MediaKind.VIDEO)
                .flatMap(each -> each.rids().stream())
                .toList();
    }

    /// What of the layers the viewer is sent from now on.
    public void limit(LayerLimits limits) {
        owner.post(
                () ->
                        subscriber
                                .video()
                                .ifPresent(track -> track.limit(limits, System.nanoTime())));
    }

    /// Stops or starts one medium for this viewer; all else goes on.
    public void enable(MediaKind kind, boolean enabled) {
        owner.post(
                () -> {
                    switch (kind) {
                        case AUDIO -> subscriber.audio().ifPresent(track -> track.enable(enabled));
                        case VIDEO ->
                                subscriber
                                        .video()
                                        .ifPresent(
                                                track -> track.enable(enabled, System.nanoTime()));
                    }
                });
    }
}
