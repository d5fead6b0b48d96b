package weir.signaling;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

import weir.access.Action;
import weir.cascade.Way;
import weir.cascade.Wish;
import weir.cascade.WishOutcome;
import weir.cascade.Wishes;
import weir.outgoing.HttpUrl;

import java.net.URI;
import java.util.Optional;

/// `POST` and `DELETE /api/cascade/{stream}`: pulls a stream from another server, or pushes it to
/// one. It makes this node send requests to wherever it is told, so it is for who may manage all.
/// Any thread.
public final class CascadeRoutes implements Routes {
    private static final String PATH = "/api/cascade/:stream";
    private static final String SOURCE = "sourceUrl";
    private static final String TARGET = "targetUrl";
    private static final String URLS =
            "the URL, http or https, of an endpoint, without user and password";

    private final Wishes wishes;
    private final Gate gate;

    public CascadeRoutes(Wishes wishes, Gate gate) {
        this.wishes = wishes;
        this.gate = gate;
    }

    @Override
    public void mount(Router router) {
        forManager(router.post(PATH)).handler(this::onPost);
        forManager(router.delete(PATH)).handler(this::onDelete);
        AllowedMethods.at(router, PATH).post(SessionHandler.JSON).managedBy(gate).mount();
    }

    /// Of all streams, whichever the path names.
    private Route forManager(Route route) {
        return gate.require(route, _ -> Optional.empty(), Action.MANAGE);
    }

    private void onPost(RoutingContext request) {
        try {
            Wish wish = wish(request);
            answer(request, wishes.add(wish), wish.stream(), Optional.of(wish.url()));
        } catch (RefusedException refused) {
            Answers.refuse(request, refused.refusal());
        }
    }

    private static Wish wish(RoutingContext request) throws RefusedException {
        String stream = OfferReader.stream(request);
        OfferReader.requireReadable(request, SessionHandler.JSON);
        JsonFields fields = JsonFields.read(OfferReader.text(request));
        Optional<String> source = present(fields.findText(SOURCE));
        Optional<String> target = present(fields.findText(TARGET));
        if (source.isPresent() == target.isPresent()) {
            throw JsonFields.wrong(
                    SOURCE, URLS + "; or else " + TARGET, source.isPresent() ? "both" : "neither");
        }
        Optional<String> token = present(fields.findText("token"));
        if (token.isPresent() && !Wish.isToken(token.get())) {
            throw JsonFields.wrong("token", "text without spaces", "another one");
        }
        return source.isPresent()
                ? new Wish(stream, Way.PULL, url(SOURCE, source.get()), token)
                : new Wish(stream, Way.PUSH, url(TARGET, target.get()), token);
    }

    private static Optional<String> present(Optional<String> text) {
        return text.map(String::strip).filter(each -> !each.isEmpty());
    }

    /// What is refused is not told again: it may hold a password.
    private static URI url(String name, String text) throws RefusedException {
        return HttpUrl.read(text).orElseThrow(() -> JsonFields.wrong(name, URLS, "another text"));
    }

    /// `?sourceUrl=` or `?targetUrl=` says which; without a value any.
    private void onDelete(RoutingContext request) {
        try {
            String stream = OfferReader.stream(request);
            Optional<String> source = request.queryParam(SOURCE).stream().findFirst();
            Optional<String> target = request.queryParam(TARGET).stream().findFirst();
            Optional<Way> way = source.map(_ -> Way.PULL).or(() -> target.map(_ -> Way.PUSH));
            Optional<String> text = present(source.or(() -> target));
            Optional<URI> url =
                    text.isPresent()
                            ? Optional.of(url(source.isPresent() ? SOURCE : TARGET, text.get()))
                            : Optional.empty();
            answer(request, wishes.remove(stream, way, url), stream, url);
        } catch (RefusedException refused) {
            Answers.refuse(request, refused.refusal());
        }
    }

    private static void answer(
            RoutingContext request, Future<WishOutcome> outcome, String stream, Optional<URI> url) {
        outcome.onSuccess(
                        done ->
                                refusal(done, stream, url)
                                        .ifPresentOrElse(
                                                refusal -> Answers.refuse(request, refusal),
                                                () -> ok(request)))
                .onFailure(_ -> Answers.refuse(request, Refusal.Plain.CLUSTER_UNAVAILABLE));
    }

    private static Optional<Refusal> refusal(
            WishOutcome outcome, String stream, Optional<URI> url) {
        return switch (outcome) {
            case DONE -> Optional.empty();
            case STREAM_UNKNOWN -> Optional.of(new Refusal.StreamUnknown(stream));
            case STREAM_TAKEN -> Optional.of(new Refusal.StreamTaken(stream));
            case PUSHED_ALREADY ->
                    Optional.of(new Refusal.CascadeConflict("It is pushed there already."));
            case CONFIGURED ->
                    Optional.of(
                            new Refusal.CascadeConflict(
                                    "It stands in the nodes' config, and ends only there."));
            case HOST_NOT_ALLOWED ->
                    Optional.of(
                            new Refusal.HostNotAllowed(url.map(URI::getHost).orElse("that host")));
            case TOO_MANY -> Optional.of(Refusal.Plain.TOO_MANY_SESSIONS);
            case NONE_THERE -> Optional.of(new Refusal.CascadeUnknown(stream));
        };
    }

    private static void ok(RoutingContext request) {
        request.response()
                .putHeader("Content-Type", SessionHandler.JSON)
                .end(new JsonObject().encode());
    }
}
