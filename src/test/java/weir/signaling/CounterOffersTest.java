package weir.signaling;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import weir.access.Grant;
import weir.jsep.Answerer;
import weir.jsep.CodecPreferences;
import weir.jsep.CounterOffer;
import weir.jsep.LocalEndpoint;
import weir.loop.OwnerLoop;
import weir.peer.CertificateFingerprint;
import weir.testkit.Loops;
import weir.transport.SessionId;
import weir.transport.SessionRole;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;

class CounterOffersTest {
    private static final Duration LONG = Duration.ofMinutes(1);
    private static final Duration SHORT = Duration.ofMillis(10);
    private static final SessionId SECOND = new SessionId("node", "second", SessionRole.VIEWER);
    private static final SessionId THIRD = new SessionId("node", "third", SessionRole.VIEWER);

    @AutoClose private final Loops loops = new Loops(2);
    private final OwnerLoop asker = loops.loop(0);
    private final OwnerLoop owner = loops.loop(1);
    private final SessionId id = new SessionId("node", "session", SessionRole.VIEWER);

    @Test
    void isFoundUntilItIsTakenOnce() {
        CounterOffers offers = offers(LONG, 10);
        assertThat(wait(offers.add(id, waiting(), asker))).isEmpty();

        assertThat(wait(offers.find("other", id.text(), asker))).isEmpty();
        assertThat(wait(offers.find("stream", id.text(), asker))).isPresent();
        Future<Optional<CounterOffers.Waiting>> first = offers.take("stream", id.text(), asker);
        Future<Optional<CounterOffers.Waiting>> second = offers.take("stream", id.text(), asker);

        assertThat(wait(first)).isPresent();
        assertThat(wait(second)).isEmpty();
        assertThat(wait(offers.find("stream", id.text(), asker))).isEmpty();
    }

    @Test
    void whoComesBetweenTheAnswerAndTheSessionWaitsForTheSession() {
        CounterOffers offers = offers(LONG, 10);
        wait(offers.add(id, waiting(), asker));
        wait(offers.awaitBegun("stream", id.text(), asker));
        assertThat(wait(offers.begin("stream", id.text(), asker))).isPresent();
        assertThat(wait(offers.begin("stream", id.text(), asker))).isEmpty();

        Future<Void> begun = offers.awaitBegun("stream", id.text(), asker);
        wait(offers.find("stream", id.text(), asker));
        assertThat(begun.isComplete()).isFalse();
        offers.onBegun("stream", id.text());

        wait(begun);
        wait(offers.awaitBegun("stream", id.text(), asker));
    }

    @Test
    void isGoneWhenItIsNotValidAnyMore() {
        CounterOffers offers = offers(SHORT, 10);
        wait(offers.add(id, waiting(), asker));

        // A loop runs what is due in the order in which it was due.
        owner.eventLoop()
                .schedule(() -> {}, SHORT.toMillis(), TimeUnit.MILLISECONDS)
                .syncUninterruptibly();

        assertThat(wait(offers.find("stream", id.text(), asker))).isEmpty();
    }

    @Test
    void areNoMoreThanAreAllowed() {
        CounterOffers offers = offers(LONG, 2);
        assertThat(add(offers, id, "192.0.2.1")).isEmpty();
        assertThat(add(offers, SECOND, "192.0.2.2")).isEmpty();

        assertThat(add(offers, THIRD, "192.0.2.3")).contains(Refusal.Plain.TOO_MANY_COUNTER_OFFERS);
        wait(offers.take("stream", id.text(), asker));
        assertThat(add(offers, THIRD, "192.0.2.3")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.1,     192.0.2.1,         192.0.2.2",
        "2001:db8::1,   2001:db8::ffff:2,  2001:db8:0:1::1"
    })
    void areNoMoreOfOneClientThanItsShare(String client, String same, String other) {
        CounterOffers offers = offers(LONG, 10);
        assertThat(add(offers, id, client)).isEmpty();
        assertThat(add(offers, SECOND, same)).isEmpty();

        assertThat(add(offers, THIRD, same))
                .contains(Refusal.Plain.TOO_MANY_COUNTER_OFFERS_OF_CLIENT);
        assertThat(add(offers, new SessionId("node", "fourth", SessionRole.VIEWER), other))
                .isEmpty();
        wait(offers.take("stream", id.text(), asker));
        assertThat(add(offers, THIRD, same)).isEmpty();
    }

    @Test
    void onesThatAreNotValidAnyMoreMakeRoomForTheClient() {
        CounterOffers offers = offers(SHORT, 10);
        add(offers, id, "192.0.2.1");
        add(offers, SECOND, "192.0.2.1");

        wait(owner.context().owner().timer(SHORT.toMillis() * 3, TimeUnit.MILLISECONDS));

        assertThat(add(offers, THIRD, "192.0.2.1")).isEmpty();
    }

    private CounterOffers offers(Duration validity, int max) {
        return new CounterOffers(validity, max, _ -> 2, owner);
    }

    private Optional<Refusal> add(CounterOffers offers, SessionId id, String client) {
        return wait(offers.add(id, waiting(InetAddress.ofLiteral(client)), asker));
    }

    private static CounterOffers.Waiting waiting() {
        return waiting(InetAddress.getLoopbackAddress());
    }

    private static CounterOffers.Waiting waiting(InetAddress client) {
        LocalEndpoint local =
                new LocalEndpoint(
                        List.of(new InetSocketAddress("203.0.113.7", 7777)),
                        List.of(),
                        new CertificateFingerprint("sha-256", "AB" + ":CD".repeat(31)));
        CounterOffer ours =
                new Answerer(CodecPreferences.ALL, new Random(1)).offerViewer(local, List.of());
        StreamOffer rejected =
                new StreamOffer("stream", ours.description(), local, Grant.UNLIMITED, client);
        return new CounterOffers.Waiting(rejected, ours);
    }

    private static <T> T wait(Future<T> result) {
        return result.toCompletionStage().toCompletableFuture().join();
    }
}
