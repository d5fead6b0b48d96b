package weir.conformance;

import static weir.conformance.Rule.rule;

import io.vertx.core.json.JsonObject;

import weir.conformance.Rule.Pace;
import weir.testkit.PeerConnection;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;

/// Rules 41 to 48: who may do what, load, errors and links.
final class AccessRules {
    private static final int AT_ONCE = 16;

    /// RFC 9725 §4.6: one server in each header field.
    private static final Pattern ICE_SERVER =
            Pattern.compile("<(stun|stuns|turn|turns):[^>]+>\\s*;.*rel=\"?ice-server\"?.*");

    private AccessRules() {}

    static List<Rule> rules() {
        return List.of(
                rule(41, "W38", Level.M, "bearer token: 401, 403", AccessRules::token),
                rule(42, "W39", Level.C, "live stream: 409 or takeover", AccessRules::taken),
                new Rule(
                        43,
                        "W40",
                        Level.S,
                        "rate limit: 429, Retry-After",
                        Pace.LAST,
                        AccessRules::flood),
                new Rule(
                        44,
                        "W41",
                        Level.M,
                        "redirect: 307 or 308 of POST",
                        Pace.LAST,
                        AccessRules::redirects),
                new Rule(
                        45,
                        "W42",
                        Level.M,
                        "draining: 503, Retry-After",
                        Pace.LAST,
                        AccessRules::draining),
                rule(46, "W43", Level.C, "errors are problem+json", AccessRules::problems),
                rule(47, "W44", Level.M, "ice-server Links, one each", AccessRules::iceServers),
                rule(48, "W45", Level.M, "no extension is required", AccessRules::extensions));
    }

    private static void token(Trial trial) throws Exception {
        if (trial.server().token().isEmpty()) {
            throw new NotOfferedException("no --token");
        }
        for (Endpoint endpoint : trial.endpoints()) {
            OfferText offer = endpoint.offer();
            String[] type = {"Content-Type", Answer.SDP};
            refuses(trial, "POST", endpoint.uri(trial), offer.text(), type);
            Session session = endpoint.open(trial);
            String fragment = PatchRules.fragment(session);
            String[] patch = {
                "Content-Type", Answer.FRAGMENT, "If-Match", session.tag().orElse("*")
            };
            refuses(trial, "PATCH", session.uri(), fragment, patch);
            refuses(trial, "DELETE", session.uri(), "");
            for (ExtensionLink link : ExtensionLink.all(session.created())) {
                refuses(trial, "POST", link.uri(), "[]", "Content-Type", "application/json");
            }
            // RFC 9110 §11.1: the scheme's case does not matter.
            String authorization = "bearer " + trial.server().token().get();
            Answer deleted =
                    trial.http()
                            .send(
                                    "DELETE",
                                    trial.inTurn(session.uri()),
                                    Optional.empty(),
                                    "",
                                    "Authorization",
                                    authorization);
            trial.must(deleted.status() == 200, "with the token: " + deleted);
        }
    }

    private static void refuses(Trial trial, String method, URI uri, String body, String... headers)
            throws Exception {
        isStranger(trial, method, uri, body, headers);
        for (String authorization :
                List.of("Bearer wrong", "Bearer a.b.c", "Bearer", "Basic dXNlcjpwYXNz", "=,;")) {
            List<String> more = new ArrayList<>(List.of(headers));
            more.addAll(List.of("Authorization", authorization));
            isStranger(trial, method, uri, body, more.toArray(String[]::new));
        }
        Optional<String> other = trial.server().otherToken();
        if (other.isPresent()) {
            Answer answer = trial.http().send(method, trial.inTurn(uri), other, body, headers);
            trial.must(answer.status() == 403, "a token for something else: " + answer);
        }
    }

    private static void isStranger(
            Trial trial, String method, URI uri, String body, String... headers) throws Exception {
        Answer answer =
                trial.http().send(method, trial.inTurn(uri), Optional.empty(), body, headers);
        String what = answer + " to " + List.of(headers);
        trial.must(answer.status() == 401, what);
        trial.must(
                answer.find("WWW-Authenticate").orElse("").startsWith("Bearer"),
                what + " without WWW-Authenticate: Bearer");
    }

    private static void taken(Trial trial) throws Exception {
        if (trial.server().whipPath().filter(path -> !path.contains("{stream}")).isPresent()) {
            throw new NotOfferedException("streams have no names");
        }
        String stream = trial.newStream();
        Session first = trial.publish(stream);
        Answer second = trial.post(trial.whip(stream), OfferText.publisher());
        switch (second.status()) {
            case 409 -> trial.choice(trial.isAlive(first), "409, and the first has ended");
            case 201 -> {
                trial.lastSession().connect();
                Optional<String> ended = Trial.within(Trial.SOON, first.client().ended());
                trial.choice(
                        ended.equals(Optional.of(PeerConnection.CLOSE_NOTIFY)),
                        "201, and the first publisher goes on");
            }
            default -> trial.choice(false, second);
        }
    }

    /// Many cheap requests, of which none makes a session.
    private static void flood(Trial trial) throws Exception {
        int requests = trial.server().requestsMax();
        if (requests == 0) {
            throw new NotOfferedException("no --rate-limit");
        }
        for (String method : List.of("POST", "PATCH", "DELETE")) {
            Optional<Answer> limited = Optional.empty();
            for (int sent = 0; sent < requests && limited.isEmpty(); sent += AT_ONCE) {
                limited = burst(trial, method);
            }
            trial.should(limited.isPresent(), "%d %s, and no 429".formatted(requests, method));
            if (limited.isPresent()) {
                Optional<String> seconds = limited.get().find("Retry-After");
                trial.should(seconds.isPresent(), limited.get() + " without Retry-After");
                // So that nobody after this is refused.
                trial.pause(Duration.ofSeconds(Long.parseLong(seconds.orElse("1"))));
            }
        }
    }

    private static Optional<Answer> burst(Trial trial, String method) throws Exception {
        Endpoint endpoint = trial.endpoints().getFirst();
        URI uri =
                method.equals("POST")
                        ? trial.whip(trial.newStream())
                        : endpoint.uri(trial).resolve("/session/nobody/nothing");
        List<Callable<Answer>> requests = new ArrayList<>();
        for (int i = 0; i < AT_ONCE; i++) {
            requests.add(() -> trial.http().send(method, uri, "", "Content-Type", Answer.SDP));
        }
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Answer> each : threads.invokeAll(requests)) {
                if (each.get().status() == 429) {
                    return Optional.of(each.get());
                }
            }
        }
        return Optional.empty();
    }

    /// Of all that was sent so far.
    private static void redirects(Trial trial) throws Exception {
        String stream = trial.newStream();
        for (Endpoint endpoint : trial.endpoints()) {
            URI uri = endpoint == Endpoint.WHIP ? trial.whip(stream) : trial.whep(stream);
            trial.post(uri, endpoint.offer());
        }
        for (HttpCalls.Redirect each : trial.http().redirects()) {
            trial.must(
                    each.status() == 307 || each.status() == 308,
                    each.method() + " is redirected with " + each.status());
            trial.must(each.method().equals("POST"), each.method() + " is redirected");
        }
    }

    private static void draining(Trial trial) throws Exception {
        String path =
                trial.server()
                        .drainPath()
                        .orElseThrow(() -> new NotOfferedException("no --drain-path"));
        String node = trial.server().urls().getFirst();
        URI drain = URI.create(node + path);
        if (trial.server().whepPath().isPresent()) {
            trial.live();
        }
        Answer begun = trial.http().send("POST", drain, "{}", "Content-Type", "application/json");
        trial.must(begun.isSuccess(), begun);
        try {
            for (Endpoint endpoint : trial.endpoints()) {
                URI uri = trial.http().at(0, endpoint.uri(trial));
                Answer answer = trial.post(uri, endpoint.offer());
                trial.must(answer.status() == 503, "while draining: " + answer);
                trial.must(
                        answer.find("Retry-After").isPresent(),
                        "while draining: " + answer + " without Retry-After");
            }
        } finally {
            Answer ended = trial.http().send("DELETE", drain, "");
            trial.must(ended.isSuccess(), ended);
        }
        boolean takes =
                trial.await(
                        Duration.ofSeconds(3),
                        () ->
                                trial.post(
                                                        trial.http()
                                                                .at(
                                                                        0,
                                                                        trial.whip(
                                                                                trial.newStream())),
                                                        OfferText.publisher())
                                                .status()
                                        == 201);
        trial.must(takes, "no session is taken after draining was taken back");
    }

    private static void problems(Trial trial) throws Exception {
        for (Endpoint endpoint : trial.endpoints()) {
            Session session = endpoint.open(trial);
            trial.delete(session);
            List<Answer> errors = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                errors.add(
                        trial.post(
                                endpoint.uri(trial),
                                endpoint.offer(),
                                "hello",
                                "Content-Type",
                                Answer.SDP));
            }
            trial.choice(
                    type(errors.get(0)).equals(type(errors.get(1))),
                    "the same error is of type %s, then %s"
                            .formatted(type(errors.get(0)), type(errors.get(1))));
            errors.add(trial.delete(session));
            errors.add(trial.patch(session, PatchRules.fragment(session)));
            errors.add(trial.send("PUT", endpoint.uri(trial), "hello"));
            errors.add(trial.send("POST", endpoint.uri(trial), "{}", "Content-Type", "text/html"));
            errors.add(trial.post(endpoint.uri(trial), endpoint.offer().direction("inactive")));
            // What is taken is no error, and other rules' business.
            errors.removeIf(each -> each.isSuccess() || each.isTaken());
            for (Answer error : errors) {
                trial.choice(error.is(Answer.PROBLEM), error);
                trial.choice(!type(error).isBlank(), error + " without a type");
                trial.choice(
                        error.json()
                                .map(json -> json.getValue("status"))
                                .orElse(error.status())
                                .equals(error.status()),
                        error + ": another status in the body");
            }
        }
    }

    private static String type(Answer error) {
        return error.json().orElse(new JsonObject()).getString("type", "");
    }

    private static void iceServers(Trial trial) throws Exception {
        boolean offered = false;
        for (Endpoint endpoint : trial.endpoints()) {
            Answer created = endpoint.open(trial).created();
            for (String link : created.all("Link")) {
                if (link.contains("ice-server")) {
                    offered = true;
                    iceServer(trial, link);
                }
            }
        }
        if (!offered) {
            throw new NotOfferedException("no ice-server Link in a 201");
        }
    }

    private static void iceServer(Trial trial, String link) {
        trial.must(ICE_SERVER.matcher(link).matches(), "Link: " + link);
        trial.must(
                link.indexOf("rel=") == link.lastIndexOf("rel="), "several in one Link: " + link);
        if (link.startsWith("<turn")) {
            for (String parameter : List.of("username", "credential", "credential-type")) {
                trial.must(
                        link.contains(parameter + "=\""),
                        "Link without " + parameter + ": " + link);
            }
            trial.must(
                    link.contains("credential-type=\"password\""),
                    "credentials of another type: " + link);
        }
    }

    private static void extensions(Trial trial) throws Exception {
        for (Endpoint endpoint : trial.endpoints()) {
            OfferText offer = endpoint.offer();
            String protocol = endpoint.name().toLowerCase(Locale.ROOT);
            String unknown =
                    "<https://example.org>; rel=\"urn:ietf:params:%s:ext:unknown\""
                            .formatted(protocol);
            Answer answer =
                    trial.post(
                            endpoint.uri(trial),
                            offer,
                            offer.text(),
                            "Content-Type",
                            Answer.SDP,
                            "Link",
                            unknown);
            trial.must(answer.isTaken(), "with an unknown Link: " + answer);
            Session plain = endpoint.open(trial).connect();
            trial.must(
                    endpoint == Endpoint.WHIP || trial.receives(plain),
                    endpoint + ": nothing comes where no extension is used");
        }
    }
}
