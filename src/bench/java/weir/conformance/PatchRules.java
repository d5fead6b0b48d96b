package weir.conformance;

import static weir.conformance.Rule.rule;

import weir.ice.IceCredentials;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Rules 24 to 30 and 37: trickle ICE by PATCH, and the tag it needs.
final class PatchRules {
    private static final String CANDIDATE =
            "candidate:1 1 udp 2122260223 192.0.2.1 61764 typ host generation 0";

    private PatchRules() {}

    static List<Rule> rules() {
        return List.of(
                rule(24, "W21", Level.M, "PATCH of another type: 4xx, 415", PatchRules::type),
                rule(25, "W22", Level.M, "malformed fragment: 400", PatchRules::malformed),
                rule(26, "W23", Level.M, "201 has a strong ETag", PatchRules::tag),
                rule(27, "W24", Level.M, "no If-Match: 428", PatchRules::without),
                rule(28, "W25", Level.M, "other If-Match: 412", PatchRules::other),
                rule(29, "W26", Level.M, "trickle: 204, no body, no ETag", PatchRules::trickle),
                rule(30, "W27", Level.M, "unusable candidates skipped", PatchRules::unusable),
                rule(37, "W34", Level.C, "bundled, unknown mid: by ufrag", PatchRules::mids));
    }

    static String fragment(Session session, String... more) {
        List<String> lines = new ArrayList<>(List.of(CANDIDATE));
        lines.addAll(List.of(more));
        return OfferText.fragment(session.offer().ice(), "0", lines.toArray(String[]::new));
    }

    /// A session of each endpoint that takes trickle ICE.
    static List<Session> sessions(Trial trial) throws Exception {
        List<Session> sessions = new ArrayList<>();
        Optional<String> because = Optional.empty();
        for (Endpoint endpoint : trial.endpoints()) {
            Session session = endpoint.open(trial);
            Answer answer = trial.patch(session, fragment(session));
            if (List.of(404, 405, 422, 501).contains(answer.status())) {
                because = Optional.of(endpoint + ": " + answer);
            } else {
                sessions.add(session);
            }
        }
        if (sessions.isEmpty()) {
            throw new NotOfferedException(because.orElse("neither WHIP nor WHEP"));
        }
        return sessions;
    }

    private static void type(Trial trial) throws Exception {
        for (Session session : sessions(trial)) {
            String tag = session.tag().orElse("*");
            for (String type : List.of("text/plain", "application/json", Answer.FRAGMENT + "s")) {
                isOther(trial, type, trial.patch(session, type, fragment(session), tag));
            }
            String[] untyped = {"If-Match", tag};
            isOther(
                    trial,
                    "no type",
                    trial.send("PATCH", session.uri(), fragment(session), untyped));
            String type = "Application/Trickle-ICE-sdpfrag; charset=utf-8";
            Answer taken = trial.patch(session, type, fragment(session), tag);
            trial.choice(taken.status() == 204, type + ": " + taken);
        }
    }

    private static void isOther(Trial trial, String type, Answer answer) {
        trial.must(answer.isClientError(), type + ": " + answer);
        trial.choice(answer.status() == 415, type + ": " + answer);
        trial.choice(
                answer.list("Accept-Patch").contains(Answer.FRAGMENT),
                type + ": " + answer + " without Accept-Patch");
    }

    private static void malformed(Trial trial) throws Exception {
        for (Session session : sessions(trial)) {
            String whole = fragment(session);
            for (String broken :
                    List.of(
                            "",
                            "hello",
                            whole.replaceAll("a=ice-ufrag.*\r\n", ""),
                            whole.replaceAll("a=ice-pwd.*\r\n", ""),
                            whole + "a=candidate:1 1 udp\r\n",
                            whole + "a=candidate:1 1 udp 1 192.0.2.1 99999 typ host\r\n")) {
                Answer answer = trial.patch(session, broken);
                trial.must(
                        answer.status() == 400,
                        answer + " to …" + broken.substring(Math.max(0, broken.length() - 30)));
            }
        }
    }

    private static void tag(Trial trial) throws Exception {
        sessions(trial);
        List<String> tags = new ArrayList<>();
        for (Endpoint endpoint : trial.endpoints()) {
            for (int i = 0; i < 2; i++) {
                Session session = endpoint.open(trial);
                String tag = session.tag().orElse("");
                trial.must(tag.matches("\"[!#-~]+\""), endpoint + ": ETag " + tag);
                tags.add(tag);
            }
        }
        trial.must(tags.stream().distinct().count() == tags.size(), "not unique: " + tags);
    }

    private static void without(Trial trial) throws Exception {
        for (Session session : sessions(trial)) {
            Answer answer =
                    trial.send(
                            "PATCH",
                            session.uri(),
                            fragment(session),
                            "Content-Type",
                            Answer.FRAGMENT);
            boolean lenient = trial.server().lenientTags();
            trial.must(answer.status() == (lenient ? 204 : 428), answer);
            if (!lenient) {
                Answer restart = restartWithoutTag(trial, session);
                trial.must(restart.status() == 428, "a restart: " + restart);
                if (!restart.isSuccess()) {
                    Answer after = trial.patch(session, fragment(session));
                    trial.must(after.status() == 204, "after that with the tag: " + after);
                }
            }
        }
    }

    private static Answer restartWithoutTag(Trial trial, Session session) throws Exception {
        return trial.send(
                "PATCH",
                session.uri(),
                OfferText.fragment(OfferText.credentials(), "0"),
                "Content-Type",
                Answer.FRAGMENT);
    }

    private static void other(Trial trial) throws Exception {
        for (Session session : sessions(trial)) {
            String tag = tag(session);
            for (String ifMatch : List.of("\"other\"", "W/" + tag, "\"a\", \"b\"")) {
                Answer answer = trial.patch(session, fragment(session), ifMatch);
                trial.must(answer.status() == 412, ifMatch + ": " + answer);
            }
            IceCredentials other = OfferText.credentials();
            Answer restart = trial.patch(session, OfferText.fragment(other, "0"), "\"other\"");
            trial.must(restart.status() == 412, "restart with another tag: " + restart);
            for (String ifMatch : List.of("\"a\", " + tag, tag + ", \"b\"", tag)) {
                Answer answer = trial.patch(session, fragment(session), ifMatch);
                trial.must(answer.status() == 204, ifMatch + ": " + answer);
            }
        }
    }

    private static String tag(Session session) throws NotOfferedException {
        return session.tag().orElseThrow(() -> new NotOfferedException("no ETag"));
    }

    private static void trickle(Trial trial) throws Exception {
        for (Session session : sessions(trial)) {
            Answer answer = trial.patch(session, fragment(session, "end-of-candidates"));
            trial.must(answer.status() == 204 && answer.body().isEmpty(), answer);
            trial.must(answer.find("ETag").isEmpty(), answer + " with an ETag");
        }
    }

    private static void unusable(Trial trial) throws Exception {
        for (Session session : sessions(trial)) {
            Answer answer =
                    trial.patch(
                            session,
                            fragment(
                                    session,
                                    "candidate:2 1 udp 1 0c54b1ee-7fc4-4c17.local 50000 typ host",
                                    "candidate:3 1 tcp 1518280447 192.0.2.1 9 typ host tcptype"
                                            + " active",
                                    "candidate:4 1 xyz 1 192.0.2.1 50000 typ strange"));
            trial.must(answer.status() == 204, answer);
        }
    }

    private static void mids(Trial trial) throws Exception {
        for (Session session : sessions(trial)) {
            IceCredentials ice = session.offer().ice();
            for (String mid : List.of("1", "nobody")) {
                Answer answer = trial.patch(session, OfferText.fragment(ice, mid, CANDIDATE));
                trial.choice(answer.status() == 204, "mid " + mid + ": " + answer);
            }
            IceCredentials other = OfferText.credentials();
            String mixed =
                    OfferText.fragment(ice, "0", CANDIDATE)
                            + "m=video 9 UDP/TLS/RTP/SAVPF 0\r\na=mid:nobody\r\n"
                            + "a=ice-ufrag:%s\r\na=ice-pwd:%s\r\na=%s\r\n"
                                    .formatted(other.userFragment(), other.password(), CANDIDATE);
            Answer answer = trial.patch(session, mixed);
            trial.choice(answer.status() == 400, "unknown mid with another ufrag: " + answer);
            Answer alone = trial.patch(session, OfferText.fragment(other, "nobody", CANDIDATE));
            trial.choice(alone.status() == 400, "that alone: " + alone);
        }
    }

    /// The answers to requests that are sent at the same time.
    static List<Answer> together(List<Callable<Answer>> requests) throws Exception {
        List<Answer> answers = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Answer> each : threads.invokeAll(requests)) {
                answers.add(each.get());
            }
        }
        return answers;
    }

    /// What a restart's answer says, which is no whole description.
    static Optional<Description> restarted(Answer answer) {
        return Description.read(
                "v=0\r\no=- 1 1 IN IP4 0.0.0.0\r\ns=-\r\nt=0 0\r\n" + answer.body());
    }
}
