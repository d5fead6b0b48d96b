package weir.conformance;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;

/// One rule being tried out: what it asks of the server, and what does not hold. Its sessions end
/// with it. Owned by one thread.
public final class Trial implements AutoCloseable {
    static final Duration SOON = Duration.ofSeconds(3);

    private static final long LOOK_NANOS = 25_000_000;
    private static final int ATTEMPTS_MAX = 20;

    private final Suite suite;
    private final List<Session> sessions = new ArrayList<>();
    private final List<Verdict.Broken> broken = new ArrayList<>();

    Trial(Suite suite) {
        this.suite = suite;
    }

    ServerSettings server() {
        return suite.server();
    }

    HttpCalls http() {
        return suite.http();
    }

    /// What did not hold counts, although the rest was not offered or could not be tried.
    Verdict tryOut(Rule rule) {
        try {
            rule.check().run(this);
        } catch (NotOfferedException because) {
            if (broken.isEmpty()) {
                return new Verdict.NotOffered(because.getMessage());
            }
        } catch (ConnectException _) {
            check(rule.level(), false, "the server does not answer any more");
        } catch (Exception | AssertionError failed) {
            String seen = failed.getMessage() == null ? "" : ": " + failed.getMessage();
            check(rule.level(), false, failed.getClass().getSimpleName() + seen);
        }
        return broken.isEmpty() ? new Verdict.Pass() : new Verdict.Fail(broken);
    }

    // --- What must hold --------------------------------------------------------------------------

    void must(boolean holds, Object seen) {
        check(Level.M, holds, seen);
    }

    void should(boolean holds, Object seen) {
        check(Level.S, holds, seen);
    }

    /// What Weir does where the specification leaves it open.
    void choice(boolean holds, Object seen) {
        check(Level.C, holds, seen);
    }

    private void check(Level level, boolean holds, Object seen) {
        if (!holds) {
            broken.add(new Verdict.Broken(level, seen.toString()));
        }
    }

    // --- Endpoints -------------------------------------------------------------------------------

    List<Endpoint> endpoints() {
        List<Endpoint> endpoints = new ArrayList<>();
        if (server().whipPath().isPresent()) {
            endpoints.add(Endpoint.WHIP);
        }
        if (server().whepPath().isPresent()) {
            endpoints.add(Endpoint.WHEP);
        }
        return endpoints;
    }

    String newStream() {
        return suite.newStream();
    }

    /// One that is published all the time.
    String live() throws IOException, InterruptedException, NotOfferedException {
        return suite.live();
    }

    URI whip(String stream) throws NotOfferedException {
        return endpoint(server().whipPath(), stream, "no WHIP");
    }

    URI whep(String stream) throws NotOfferedException {
        return endpoint(server().whepPath(), stream, "no WHEP");
    }

    private URI endpoint(Optional<String> path, String stream, String without)
            throws NotOfferedException {
        String found = path.orElseThrow(() -> new NotOfferedException(without));
        return inTurn(URI.create(server().urls().getFirst() + found.replace("{stream}", stream)));
    }

    URI inTurn(URI uri) {
        return http().inTurn(uri);
    }

    // --- Requests --------------------------------------------------------------------------------

    Answer send(String method, URI uri, String body, String... headers)
            throws IOException, InterruptedException {
        return http().send(method, inTurn(uri), body, headers);
    }

    /// Posts an offer; what is created ends with the trial.
    Answer post(URI endpoint, OfferText offer) throws IOException, InterruptedException {
        return post(endpoint, offer, offer.text(), "Content-Type", Answer.SDP);
    }

    /// The text is sent as it is.
    Answer post(URI endpoint, OfferText offer, String text, String... headers)
            throws IOException, InterruptedException {
        Answer answer = http().send("POST", endpoint, text, headers);
        if (answer.find("Location").isPresent() && answer.status() / 100 != 3) {
            sessions.add(new Session(offer, answer));
        }
        return answer;
    }

    /// A session that is not connected yet.
    Session open(URI endpoint, OfferText offer) throws IOException, InterruptedException {
        return opened(post(endpoint, offer));
    }

    /// A counter-offer is answered.
    private Session opened(Answer answer) throws IOException, InterruptedException {
        if (CounterOffer.isOne(answer)) {
            Session session = lastSession();
            Answer accepted =
                    patch(
                            session,
                            Answer.SDP,
                            CounterOffer.answer(session),
                            session.tag().orElse("*"));
            if (!accepted.isSuccess()) {
                throw new IOException(accepted + " to the answer of a counter-offer");
            }
        } else if (answer.status() != 201 || sessions.isEmpty()) {
            throw new IOException(answer + " instead of a session");
        }
        return lastSession();
    }

    /// The session of the last request that made one.
    Session lastSession() {
        return sessions.getLast();
    }

    Session publish(String stream) throws IOException, InterruptedException, NotOfferedException {
        return open(whip(stream), OfferText.publisher()).connect();
    }

    /// Watches a stream that is live or will be in a moment.
    Session watch(String stream) throws IOException, InterruptedException, NotOfferedException {
        for (int attempt = 0; ; attempt++) {
            Answer answer = post(whep(stream), OfferText.viewer());
            boolean notYet = answer.status() == 409 || answer.status() == 404;
            if (!notYet || attempt == ATTEMPTS_MAX) {
                return opened(answer).connect();
            }
            pause(Duration.ofMillis(100));
        }
    }

    /// With a session's tag, or any where it has none.
    Answer patch(Session session, String fragment) throws IOException, InterruptedException {
        return patch(session, fragment, session.tag().orElse("*"));
    }

    Answer patch(Session session, String fragment, String ifMatch)
            throws IOException, InterruptedException {
        return patch(session, Answer.FRAGMENT, fragment, ifMatch);
    }

    Answer patch(Session session, String type, String body, String ifMatch)
            throws IOException, InterruptedException {
        return send("PATCH", session.uri(), body, "Content-Type", type, "If-Match", ifMatch);
    }

    Answer delete(Session session) throws IOException, InterruptedException {
        return send("DELETE", session.uri(), "");
    }

    /// That the server still knows it, as its answer to a candidate tells.
    boolean isAlive(Session session) throws IOException, InterruptedException {
        return patch(session, OfferText.fragment(session.offer().ice(), "0")).status() != 404;
    }

    // --- Time ------------------------------------------------------------------------------------

    void pause(Duration span) {
        long end = System.nanoTime() + span.toNanos();
        for (long left; (left = end - System.nanoTime()) > 0; ) {
            LockSupport.parkNanos(left);
        }
    }

    /// Asks again and again.
    ///
    /// @return whether it holds in time
    boolean await(Duration atMost, Callable<Boolean> condition) throws Exception {
        long deadline = System.nanoTime() + atMost.toNanos();
        while (!condition.call()) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
        return true;
    }

    static <T> Optional<T> within(Duration atMost, Future<T> result)
            throws InterruptedException, ExecutionException {
        try {
            return Optional.ofNullable(result.get(atMost.toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException _) {
            return Optional.empty();
        }
    }

    /// That a viewer gets media now.
    boolean receives(Session viewer) throws Exception {
        long before = viewer.client().received();
        return await(SOON, () -> viewer.client().received() > before + 5);
    }

    @Override
    public void close() {
        for (Session session : sessions) {
            session.close();
            try {
                delete(session);
            } catch (IOException | RuntimeException _) {
                // It is the server's to find out.
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }
        sessions.clear();
    }
}
