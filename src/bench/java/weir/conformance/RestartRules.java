package weir.conformance;

import static weir.conformance.Rule.rule;

import weir.ice.IceCredentials;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/// Rules 31 to 36: ICE restarts by PATCH.
final class RestartRules {
    private static final int AT_ONCE = 4;

    /// As long as media must go on over the old pair.
    private static final Duration OLD_PAIR = Duration.ofMillis(700);

    private RestartRules() {}

    static List<Rule> rules() {
        return List.of(
                rule(31, "W28", Level.M, "restart: 200, new ufrag and ETag", RestartRules::restart),
                rule(32, "W29", Level.C, "restart by the tag; * trickles", RestartRules::byTag),
                rule(33, "W30", Level.M, "old tag 412, media goes on", RestartRules::mediaGoesOn),
                rule(34, "W31", Level.M, "failed restart: session lives", RestartRules::failed),
                rule(35, "W32", Level.M, "only one supported: other 422", RestartRules::onlyOne),
                rule(36, "W33", Level.M, "overlapping: one restart wins", RestartRules::together));
    }

    /// Sessions that can restart. Who answers otherwise than with 200 has no restarts, which is
    /// rule 35's business.
    private static List<Session> sessions(Trial trial) throws Exception {
        List<Session> able = new ArrayList<>();
        List<String> because = new ArrayList<>();
        for (Endpoint endpoint : trial.endpoints()) {
            Answer answer = restarted(trial, endpoint.open(trial));
            if (answer.status() == 200) {
                able.add(endpoint.open(trial));
            } else {
                because.add(endpoint + ": " + answer);
            }
        }
        if (able.isEmpty()) {
            throw new NotOfferedException("no ICE restart, " + String.join(", ", because));
        }
        return able;
    }

    /// Whatever condition it is that the server wants.
    private static Answer restarted(Trial trial, Session session) throws Exception {
        String fragment = OfferText.fragment(OfferText.credentials(), "0");
        Answer answer = trial.patch(session, fragment, "*");
        for (String ifMatch : List.of("\"*\"", session.tag().orElse("*"))) {
            if (answer.status() != 200) {
                answer = trial.patch(session, fragment, ifMatch);
            }
        }
        return answer;
    }

    private static void restart(Trial trial) throws Exception {
        for (Session session : sessions(trial)) {
            String tag = session.tag().orElse("");
            Description before = session.answer();
            for (String ifMatch : List.of("*", "\"*\"")) {
                IceCredentials fresh = OfferText.credentials();
                Answer answer = trial.patch(session, OfferText.fragment(fresh, "0"), ifMatch);
                trial.must(answer.status() == 200, ifMatch + ": " + answer);
                if (answer.status() != 200) {
                    continue;
                }
                trial.must(answer.is(Answer.FRAGMENT), answer);
                String next = answer.find("ETag").orElse("");
                trial.must(!next.equals(tag) && next.matches("\"[!#-~]+\""), "ETag " + next);
                tag = next;
                before = compare(trial, before, answer);
            }
        }
    }

    private static Description compare(Trial trial, Description before, Answer answer) {
        Description after =
                PatchRules.restarted(answer)
                        .filter(sdp -> sdp.has("ice-ufrag") && sdp.has("ice-pwd"))
                        .orElse(before);
        trial.must(
                !after.one("ice-ufrag").equals(before.one("ice-ufrag")),
                "no new ice-ufrag: " + answer.body().strip());
        trial.must(
                !after.one("ice-pwd").equals(before.one("ice-pwd")),
                "no new ice-pwd: " + answer.body().strip());
        trial.must(after.has("ice-lite") == before.has("ice-lite"), "ice-lite has changed");
        trial.must(
                after.all("ice-options").equals(before.all("ice-options")),
                "ice-options %s, were %s"
                        .formatted(after.all("ice-options"), before.all("ice-options")));
        trial.must(!after.all("candidate").isEmpty(), "a restart without candidates");
        return after;
    }

    private static void byTag(Trial trial) throws Exception {
        for (Session session : sessions(trial)) {
            for (String ifMatch : List.of("*", "\"*\"")) {
                Answer trickle = trial.patch(session, PatchRules.fragment(session), ifMatch);
                trial.choice(trickle.status() == 204, "trickle with " + ifMatch + ": " + trickle);
            }
            IceCredentials fresh = OfferText.credentials();
            Answer answer = trial.patch(session, OfferText.fragment(fresh, "0"));
            trial.choice(answer.status() == 200, "restart with the tag: " + answer);
        }
    }

    private static void mediaGoesOn(Trial trial) throws Exception {
        List<String> able =
                sessions(trial).stream().map(session -> session.offer().direction()).toList();
        Session viewer = trial.watch(trial.live());
        trial.must(trial.receives(viewer), "no media before the restart");
        if (able.contains("recvonly")) {
            goesOn(trial, viewer, viewer);
        }
        if (able.contains("sendonly")) {
            String stream = trial.newStream();
            Session publisher = trial.publish(stream);
            goesOn(trial, publisher, trial.watch(stream));
        }
    }

    /// @param restarting publisher or viewer
    /// @param viewer     who must see no end
    private static void goesOn(Trial trial, Session restarting, Session viewer) throws Exception {
        IceCredentials fresh = OfferText.credentials();
        Answer answer = trial.patch(restarting, OfferText.fragment(fresh, "0"), "*");
        trial.must(answer.status() == 200, answer);
        if (answer.status() != 200) {
            return;
        }
        Answer old = trial.patch(restarting, OfferText.fragment(fresh, "0"));
        trial.must(old.status() == 412, "the old tag: " + old);
        trial.pause(OLD_PAIR);
        trial.must(trial.receives(viewer), "no media on the old pair after the restart");
        Future<Void> nominated =
                restarting
                        .client()
                        .restart(fresh, PatchRules.restarted(answer).orElseThrow().ice());
        nominated.get(5, TimeUnit.SECONDS);
        trial.pause(OLD_PAIR);
        trial.must(trial.receives(viewer), "no media on the new pair");
        trial.must(!restarting.client().ended().isDone(), "the session has ended");
    }

    private static void failed(Trial trial) throws Exception {
        for (Session session : sessions(trial)) {
            session.connect();
            IceCredentials tooShort = new IceCredentials("abc", "short");
            Answer answer = trial.patch(session, OfferText.fragment(tooShort, "0"), "*");
            trial.must(answer.status() >= 400, "a password of 5 characters: " + answer);
            String old = PatchRules.fragment(session);
            trial.must(
                    trial.patch(session, old).status() == 204,
                    "after a failed restart the session is not as it was");
            trial.must(!session.client().ended().isDone(), "a failed restart ended the session");
        }
    }

    private static void onlyOne(Trial trial) throws Exception {
        boolean lacking = false;
        for (Endpoint endpoint : trial.endpoints()) {
            Session session = endpoint.open(trial);
            Answer trickle = trial.patch(session, PatchRules.fragment(session));
            Answer restart = restarted(trial, session);
            boolean restarts = restart.status() == 200;
            if (trickle.isSuccess() && !restarts) {
                lacking = true;
                trial.must(restart.status() == 422, "trickle alone, a restart: " + restart);
            } else if (restarts && !trickle.isSuccess()) {
                lacking = true;
                trial.must(trickle.status() == 422, "restart alone, a trickle: " + trickle);
            }
        }
        if (!lacking) {
            throw new NotOfferedException("both are supported, or neither");
        }
    }

    private static void together(Trial trial) throws Exception {
        for (Session session : sessions(trial)) {
            List<String> fragments = new ArrayList<>();
            for (int i = 0; i < AT_ONCE; i++) {
                fragments.add(OfferText.fragment(OfferText.credentials(), "0"));
            }
            List<Callable<Answer>> restarts = new ArrayList<>();
            fragments.forEach(each -> restarts.add(() -> trial.patch(session, each)));
            List<Answer> answers = PatchRules.together(restarts);
            List<Integer> statuses = answers.stream().map(Answer::status).toList();
            trial.must(
                    statuses.stream().sorted().toList().equals(List.of(200, 412, 412, 412)),
                    "%d restarts at once: %s".formatted(AT_ONCE, statuses));
            int winner = statuses.indexOf(200);
            // Of several nobody can tell whose state it is.
            if (winner >= 0 && winner == statuses.lastIndexOf(200)) {
                String tag = answers.get(winner).find("ETag").orElse("");
                Answer trickle = trial.patch(session, fragments.get(winner), tag);
                trial.must(trickle.status() == 204, "it is not the winner's: " + trickle);
            }
        }
    }
}
