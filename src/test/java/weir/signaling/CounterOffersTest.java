package weir.signaling;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

import weir.access.Grant;
import weir.jsep.Answerer;
import weir.jsep.CodecPreferences;
import weir.jsep.CounterOffer;
import weir.jsep.LocalEndpoint;
import weir.loop.OwnerLoop;
import weir.peer.CertificateFingerprint;
import weir.testkit.Loops;
import weir.transport.SessionId;

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

    @AutoClose private final Loops loops = new Loops(2);
    private final OwnerLoop asker = loops.loop(0);
    private final OwnerLoop owner = loops.loop(1);
    private final SessionId id = new SessionId("node", "session");

    @Test
    void isFoundUntilItIsTakenOnce() {
        CounterOffers offers = new CounterOffers(owner, LONG, 10);
        assertThat(wait(offers.add(id, waiting(), asker))).isTrue();

        assertThat(wait(offers.find("other", id.text(), asker))).isEmpty();
        assertThat(wait(offers.find("stream", id.text(), asker))).isPresent();
        Future<Optional<CounterOffers.Waiting>> first = offers.take("stream", id.text(), asker);
        Future<Optional<CounterOffers.Waiting>> second = offers.take("stream", id.text(), asker);

        assertThat(wait(first)).isPresent();
        assertThat(wait(second)).isEmpty();
        assertThat(wait(offers.find("stream", id.text(), asker))).isEmpty();
    }

    @Test
    void isGoneWhenItIsNotValidAnyMore() {
        CounterOffers offers = new CounterOffers(owner, SHORT, 10);
        wait(offers.add(id, waiting(), asker));

        Optional<CounterOffers.Waiting> later =
                wait(
                        owner.context()
                                .owner()
                                .timer(SHORT.toMillis() * 3, TimeUnit.MILLISECONDS)
                                .compose(_ -> offers.find("stream", id.text(), asker)));

        assertThat(later).isEmpty();
    }

    @Test
    void areNoMoreThanAreAllowed() {
        CounterOffers offers = new CounterOffers(owner, LONG, 1);
        assertThat(wait(offers.add(id, waiting(), asker))).isTrue();

        assertThat(wait(offers.add(new SessionId("node", "other"), waiting(), asker))).isFalse();
        wait(offers.take("stream", id.text(), asker));
        assertThat(wait(offers.add(new SessionId("node", "other"), waiting(), asker))).isTrue();
    }

    private static CounterOffers.Waiting waiting() {
        LocalEndpoint local =
                new LocalEndpoint(
                        List.of(new InetSocketAddress("203.0.113.7", 7777)),
                        List.of(),
                        new CertificateFingerprint("sha-256", "AB" + ":CD".repeat(31)));
        CounterOffer ours =
                new Answerer(CodecPreferences.ALL, new Random(1)).offerViewer(local, List.of());
        StreamOffer rejected =
                new StreamOffer(
                        "stream",
                        ours.description(),
                        local,
                        Grant.UNLIMITED,
                        InetAddress.getLoopbackAddress());
        return new CounterOffers.Waiting(rejected, ours);
    }

    private static <T> T wait(Future<T> result) {
        return result.toCompletionStage().toCompletableFuture().join();
    }
}
