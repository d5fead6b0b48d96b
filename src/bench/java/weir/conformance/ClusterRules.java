package weir.conformance;

import static weir.conformance.Rule.rule;

import weir.conformance.Rule.Pace;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/// Rules 56 to 58: several nodes as one server.
final class ClusterRules {
    private static final int RACES = 5;

    /// Until a node that was killed is missed by all others.
    private static final Duration DETECTION_MAX = Duration.ofSeconds(10);

    private ClusterRules() {}

    static List<Rule> rules() {
        return List.of(
                rule(56, "K1", Level.C, "any node answers for any session", ClusterRules::anyNode),
                new Rule(57, "K2", Level.C, "its node dies: 404", Pace.LAST, ClusterRules::dead),
                rule(58, "K3", Level.C, "two WHIP at once: one wins", ClusterRules::race));
    }

    private static int nodes(Trial trial) throws NotOfferedException {
        int nodes = trial.server().urls().size();
        if (nodes < 2) {
            throw new NotOfferedException("one --url");
        }
        return nodes;
    }

    private static void anyNode(Trial trial) throws Exception {
        int nodes = nodes(trial);
        String stream = trial.newStream();
        trial.open(trial.http().at(0, trial.whip(stream)), OfferText.publisher()).connect();
        for (int made = 0; made < nodes; made++) {
            for (int asked = 0; asked < nodes; asked++) {
                if (made != asked) {
                    pair(trial, stream, made, asked);
                }
            }
        }
    }

    private static void pair(Trial trial, String stream, int made, int asked) throws Exception {
        String nodes = "made at node %d, asked at %d: ".formatted(made + 1, asked + 1);
        URI endpoint = trial.http().at(made, trial.whep(stream));
        boolean live =
                trial.await(
                        Trial.SOON, () -> trial.post(endpoint, OfferText.viewer()).status() == 201);
        trial.choice(live, nodes + "the stream is not live there");
        if (!live) {
            return;
        }
        Session viewer = trial.lastSession().connect();
        trial.choice(trial.receives(viewer), nodes + "no media");
        if (viewer.tag().isPresent()) {
            Answer patch =
                    at(
                            trial,
                            asked,
                            "PATCH",
                            viewer.uri(),
                            PatchRules.fragment(viewer),
                            Answer.FRAGMENT,
                            viewer.tag().get());
            trial.choice(patch.status() == 204, nodes + patch);
        }
        for (ExtensionLink link : ExtensionLink.all(viewer.created())) {
            boolean events = link.relation().equals(ExtensionLink.EVENTS);
            Answer answer =
                    at(
                            trial,
                            asked,
                            "POST",
                            link.uri(),
                            events ? "[\"active\"]" : "{}",
                            "application/json",
                            "*");
            trial.choice(answer.status() == (events ? 201 : 200), nodes + answer);
        }
        if (viewer.tag().isPresent()) {
            String fresh = OfferText.fragment(OfferText.credentials(), "0");
            Answer restart = at(trial, asked, "PATCH", viewer.uri(), fresh, Answer.FRAGMENT, "*");
            trial.choice(restart.status() == 200, nodes + "a restart: " + restart);
        }
        Answer delete = at(trial, asked, "DELETE", viewer.uri(), "", Answer.SDP, "*");
        trial.choice(delete.status() == 200, nodes + delete);
        Answer again = at(trial, made, "DELETE", viewer.uri(), "", Answer.SDP, "*");
        trial.choice(again.status() == 404, nodes + "again where it was made: " + again);
    }

    private static Answer at(
            Trial trial, int node, String method, URI uri, String body, String type, String tag)
            throws Exception {
        return trial.http()
                .send(
                        method,
                        trial.http().at(node, uri),
                        body,
                        "Content-Type",
                        type,
                        "If-Match",
                        tag);
    }

    private static void dead(Trial trial) throws Exception {
        int nodes = nodes(trial);
        Runnable kill =
                trial.server()
                        .killLastNode()
                        .orElseThrow(() -> new NotOfferedException("no --last-node-pid"));
        URI endpoint = trial.http().at(nodes - 1, trial.whip(trial.newStream()));
        Session session = trial.open(endpoint, OfferText.publisher()).connect();
        URI elsewhere = trial.http().at(0, session.uri());
        String fragment = PatchRules.fragment(session);
        String tag = session.tag().orElse("*");
        Callable<Integer> ask =
                () ->
                        trial.http()
                                .send(
                                        "PATCH",
                                        elsewhere,
                                        fragment,
                                        "Content-Type",
                                        Answer.FRAGMENT,
                                        "If-Match",
                                        tag)
                                .status();
        int before = ask.call();
        trial.choice(before == 204, "while its node lives: PATCH → " + before);
        kill.run();
        boolean gone = trial.await(DETECTION_MAX, () -> ask.call() == 404);
        trial.choice(gone, "%d s after its node was killed".formatted(DETECTION_MAX.toSeconds()));
    }

    private static void race(Trial trial) throws Exception {
        nodes(trial);
        for (int i = 0; i < RACES; i++) {
            String stream = trial.newStream();
            OfferText offer = OfferText.publisher();
            List<Callable<Answer>> requests = new ArrayList<>();
            for (int node = 0; node < 2; node++) {
                URI endpoint = trial.http().at(node, trial.whip(stream));
                requests.add(() -> post(trial, endpoint, offer));
            }
            List<Answer> answers = PatchRules.together(requests);
            List<Session> sessions =
                    answers.stream()
                            .filter(answer -> answer.status() == 201)
                            .map(answer -> new Session(offer, answer))
                            .toList();
            boolean one = trial.await(Trial.SOON, () -> alive(trial, sessions) == 1);
            trial.choice(
                    one,
                    "%s: %d are live"
                            .formatted(
                                    answers.stream().map(Answer::status).toList(),
                                    alive(trial, sessions)));
            for (Session session : sessions) {
                trial.delete(session);
            }
            if (!one) {
                return;
            }
        }
    }

    /// Not through the trial, which belongs to one thread.
    private static Answer post(Trial trial, URI endpoint, OfferText offer) throws Exception {
        return trial.http().send("POST", endpoint, offer.text(), "Content-Type", Answer.SDP);
    }

    private static int alive(Trial trial, List<Session> sessions) throws Exception {
        int alive = 0;
        for (Session session : sessions) {
            alive += trial.isAlive(session) ? 1 : 0;
        }
        return alive;
    }
}
