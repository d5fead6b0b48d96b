package weir.conformance;

import static weir.conformance.Rule.rule;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Rules 53 to 55: WHEP's extensions, server-sent events and layers.
final class ExtensionRules {
    private static final String JSON = "application/json";
    private static final Duration EVENT_MAX = Duration.ofSeconds(8);
    private static final Set<String> TYPES =
            Set.of("active", "inactive", "layers", "viewercount", "reconnect", "scte35");

    private ExtensionRules() {}

    static List<Rule> rules() {
        return List.of(
                rule(53, "X1", Level.M, "events: POST 201, unknown 400", ExtensionRules::streams),
                rule(54, "X2", Level.M, "events: types, one data line", ExtensionRules::events),
                rule(55, "X3", Level.M, "layer: only with its event", ExtensionRules::layers));
    }

    private static ExtensionLink eventsOf(Session viewer) throws NotOfferedException {
        return ExtensionLink.find(viewer.created(), ExtensionLink.EVENTS)
                .orElseThrow(() -> new NotOfferedException("no Link to server-sent events"));
    }

    private static Answer subscribe(Trial trial, ExtensionLink link, List<String> types)
            throws Exception {
        return trial.send("POST", link.uri(), new JsonArray(types).encode(), "Content-Type", JSON);
    }

    /// @return where the events are read
    private static URI location(Answer created) {
        return created.uri().resolve(created.find("Location").orElse(""));
    }

    private static void streams(Trial trial) throws Exception {
        Session viewer = trial.watch(trial.live());
        ExtensionLink link = eventsOf(viewer);
        trial.must(!link.events().isEmpty(), "no events are advertised");
        Answer unknown = subscribe(trial, link, List.of("active", "weather"));
        trial.must(unknown.status() == 400, "an unknown event: " + unknown);
        trial.must(unknown.find("Location").isEmpty(), unknown + " with a Location");
        for (String body : List.of("{}", "[7]", "[\"active\"")) {
            Answer answer = trial.send("POST", link.uri(), body, "Content-Type", JSON);
            trial.must(answer.isClientError(), body + ": " + answer);
            trial.must(answer.find("Location").isEmpty(), answer + " with a Location");
        }
        for (String type : TYPES) {
            if (!link.events().contains(type)) {
                Answer answer = subscribe(trial, link, List.of(type));
                trial.must(answer.status() == 400, type + " is not advertised: " + answer);
            }
        }
        Answer first = subscribe(trial, link, link.events());
        Answer second = subscribe(trial, link, link.events());
        trial.must(first.status() == 201 && first.find("Location").isPresent(), first);
        EventStream ended = EventStream.open(trial, location(first));
        EventStream kept = EventStream.open(trial, location(second));
        trial.must(ended.status() == 200 && ended.isEventStream(), "GET: " + ended.status());
        Answer deleted = trial.send("DELETE", location(first), "");
        trial.must(deleted.isSuccess(), deleted);
        trial.must(trial.await(Trial.SOON, ended::hasEnded), "it goes on after its DELETE");
        Answer again = trial.send("GET", location(first), "");
        trial.must(again.status() == 404, "GET after DELETE: " + again);
        trial.delete(viewer);
        trial.must(trial.await(Trial.SOON, kept::hasEnded), "it outlives its session");
        Answer gone = trial.send("GET", location(second), "");
        trial.must(gone.status() == 404, "GET after the session's DELETE: " + gone);
    }

    private static void events(Trial trial) throws Exception {
        if (trial.server().whipPath().isEmpty()) {
            throw new NotOfferedException("no WHIP");
        }
        String stream = trial.newStream();
        Session publisher = trial.publish(stream);
        Session viewer = trial.watch(stream);
        ExtensionLink link = eventsOf(viewer);
        trial.must(TYPES.containsAll(link.events()), "advertised: " + link.events());
        Answer subscribed = subscribe(trial, link, link.events());
        EventStream news = EventStream.open(trial, location(subscribed));
        expect(trial, link, news, "active", "while it is live");
        expect(trial, link, news, "layers", "while it is live");
        expect(trial, link, news, "viewercount", "while it is watched");
        trial.delete(publisher);
        expect(trial, link, news, "inactive", "after the publisher's end");
        int before = news.events().size();
        trial.publish(stream);
        if (link.events().contains("active")) {
            trial.must(
                    trial.await(EVENT_MAX, () -> isTold(news, before, "active")),
                    "no active when it is live again");
        }
        for (EventStream.Event event : news.events()) {
            trial.must(event.dataLines() == 1, event.type() + ": " + event.dataLines() + " lines");
            trial.must(TYPES.contains(event.type()), "an event of type " + event.type());
            trial.must(isJson(event.data()), event.type() + " with " + event.data());
        }
        trial.must(
                news.events().isEmpty() || !news.events().getFirst().type().equals("inactive"),
                "inactive comes first");
    }

    private static boolean isJson(String data) {
        try {
            return Json.decodeValue(data) != null;
        } catch (DecodeException _) {
            return false;
        }
    }

    private static boolean isTold(EventStream news, int before, String type) {
        List<EventStream.Event> all = news.events();
        return all.subList(before, all.size()).stream()
                .anyMatch(event -> event.type().equals(type));
    }

    private static void expect(
            Trial trial, ExtensionLink link, EventStream news, String type, String when)
            throws Exception {
        if (link.events().contains(type)) {
            trial.must(
                    trial.await(EVENT_MAX, () -> news.has(type)), "no " + type + " event " + when);
        }
    }

    private static void layers(Trial trial) throws Exception {
        Session viewer = trial.watch(trial.live());
        ExtensionLink layer =
                ExtensionLink.find(viewer.created(), ExtensionLink.LAYER)
                        .orElseThrow(() -> new NotOfferedException("no Link to layers"));
        boolean told =
                ExtensionLink.find(viewer.created(), ExtensionLink.EVENTS)
                        .filter(link -> link.events().contains("layers"))
                        .isPresent();
        trial.must(told, "a Link to layers, and no events of them");
        trial.must(trial.receives(viewer), "no media");
        for (String body :
                List.of("{}", "{\"maxWidth\":640,\"maxHeight\":360}", "{\"spatialLayerId\":0}")) {
            Answer answer = choose(trial, layer, body);
            trial.must(answer.status() == 200, body + ": " + answer);
        }
        for (String name : List.of("rid", "encodingId")) {
            String body = new JsonObject().put(name, "nobody").encode();
            Answer unknown = choose(trial, layer, body);
            trial.must(unknown.isClientError(), body + ": " + unknown);
            trial.choice(unknown.status() == 422, body + ": " + unknown);
        }
        for (String body : new ArrayList<>(List.of("{", "hello", "7"))) {
            Answer malformed = choose(trial, layer, body);
            trial.must(malformed.status() == 400, body + ": " + malformed);
        }
        Answer automatic = choose(trial, layer, "{}");
        trial.must(automatic.status() == 200, "{}: " + automatic);
        trial.must(trial.receives(viewer), "no media after layers were chosen");
    }

    private static Answer choose(Trial trial, ExtensionLink layer, String body) throws Exception {
        return trial.send("POST", layer.uri(), body, "Content-Type", JSON);
    }
}
