package weir.conformance;

import weir.conformance.Rule.Check;
import weir.conformance.Rule.Pace;
import weir.testkit.PeerConnection;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Rules 38 to 40: how sessions end.
final class LifetimeRules {
    /// What a server may be late with its time-outs, as it looks for them now and then.
    private static final Duration LATE = Duration.ofSeconds(4);

    private LifetimeRules() {}

    static List<Rule> rules() {
        return List.of(
                rule(38, "W35", "DELETE: 200, DTLS and ICE end", Level.M, LifetimeRules::deleted),
                rule(39, "W36", "silence, close_notify end it", Level.M, LifetimeRules::silent),
                rule(40, "W37", "never connected: freed", Level.C, LifetimeRules::unconnected));
    }

    private static Rule rule(int number, String id, String text, Level level, Check check) {
        return new Rule(number, id, level, text, Pace.SLOW, check);
    }

    private static void deleted(Trial trial) throws Exception {
        for (Endpoint endpoint : trial.endpoints()) {
            Session session = endpoint.open(trial).connect();
            Answer first =
                    trial.send("DELETE", session.uri(), "", "If-Match", "\"of another session\"");
            trial.must(first.status() == 200, "with another If-Match: " + first);
            Optional<String> ended = Trial.within(Trial.SOON, session.client().ended());
            trial.must(
                    ended.equals(Optional.of(PeerConnection.CLOSE_NOTIFY)),
                    endpoint + ": after DELETE " + ended.orElse("no close_notify"));
            Future<Void> checked =
                    session.client().restart(session.offer().ice(), session.answer().ice());
            trial.must(!isConfirmed(checked), endpoint + ": consent goes on after DELETE");
            Answer second = trial.delete(session);
            trial.choice(second.status() == 404, "the second: " + second);
        }
    }

    /// Whether the server still answers a connectivity check with success.
    private static boolean isConfirmed(Future<Void> nominated) throws Exception {
        try {
            nominated.get(700, TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException | ExecutionException _) {
            return false;
        }
    }

    private static void silent(Trial trial) throws Exception {
        List<Session> silent = new ArrayList<>();
        for (Endpoint endpoint : trial.endpoints()) {
            Session session = endpoint.open(trial).connect();
            session.client().fallSilent();
            silent.add(session);
        }
        long since = System.nanoTime();
        for (Endpoint endpoint : trial.endpoints()) {
            Session polite = endpoint.open(trial).connect();
            polite.client().sayGoodbye();
            trial.must(isGone(trial, polite), endpoint + ": close_notify does not end the session");
        }
        Duration timeout = trial.server().consentTimeout();
        trial.pause(timeout.plus(LATE).minusNanos(System.nanoTime() - since));
        for (Session session : silent) {
            boolean known = isKnown(trial, session);
            Answer answer = trial.delete(session);
            trial.must(
                    !known || answer.status() == 404,
                    "%s: %d s after the last packet: %s"
                            .formatted(
                                    session.offer().direction(),
                                    timeout.plus(LATE).toSeconds(),
                                    answer));
        }
    }

    /// As PATCH tells in time where there is a tag for it, otherwise DELETE.
    private static boolean isGone(Trial trial, Session session) throws Exception {
        return trial.await(Trial.SOON, () -> !isKnown(trial, session))
                || trial.delete(session).status() == 404;
    }

    /// Unless PATCH says that there is no such session. Some servers answer DELETE alike for ever.
    private static boolean isKnown(Trial trial, Session session) throws Exception {
        return session.tag().isEmpty() || trial.isAlive(session);
    }

    private static void unconnected(Trial trial) throws Exception {
        List<Session> waiting = new ArrayList<>();
        for (Endpoint endpoint : trial.endpoints()) {
            waiting.add(endpoint.open(trial));
        }
        Duration timeout = trial.server().setupTimeout();
        trial.pause(timeout.plus(LATE));
        for (Session session : waiting) {
            boolean known = isKnown(trial, session);
            Answer answer = trial.delete(session);
            trial.choice(
                    !known || answer.status() == 404,
                    "%s: %d s after the offer: %s"
                            .formatted(
                                    session.offer().direction(),
                                    timeout.plus(LATE).toSeconds(),
                                    answer));
        }
    }
}
