package weir.signaling;

import io.vertx.core.Future;
import io.vertx.core.Promise;

import weir.http.IpNetwork;
import weir.jsep.CounterOffer;
import weir.loop.OwnerLoop;
import weir.transport.SessionId;

import java.net.InetAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.ToIntFunction;

/// The counter-offers of this node that wait for an answer. A ref: they live on one loop.
public final class CounterOffers {
    /// @param rejected what the viewer offered
    record Waiting(StreamOffer rejected, CounterOffer offer) {
        String stream() {
            return rejected.stream();
        }

        IpNetwork client() {
            return IpNetwork.ofClient(rejected.client());
        }
    }

    private final OwnerLoop owner;
    private final Duration validity;
    private final int max;
    private final ToIntFunction<InetAddress> clientMax;
    private final Map<String, Waiting> waiting = new HashMap<>();
    private final Map<IpNetwork, Integer> byClient = new HashMap<>();

    /// Sessions that were answered, and are not there yet.
    private final Map<String, Promise<Void>> beginning = new HashMap<>();

    /// @param clientMax how many a client may have waiting
    public CounterOffers(WhepConfig config, ToIntFunction<InetAddress> clientMax, OwnerLoop owner) {
        this(config.counterOfferValidity(), config.counterOffersMax(), clientMax, owner);
    }

    CounterOffers(
            Duration validity, int max, ToIntFunction<InetAddress> clientMax, OwnerLoop owner) {
        this.owner = owner;
        this.validity = validity;
        this.max = max;
        this.clientMax = clientMax;
    }

    Duration validity() {
        return validity;
    }

    /// From now on the offer waits under this id until it is taken or not valid any more.
    ///
    /// @param asker where the result is wanted
    /// @return why it does not wait, empty if it does
    Future<Optional<Refusal>> add(SessionId id, Waiting offer, OwnerLoop asker) {
        return owner.ask(asker, () -> add(key(offer.stream(), id.text()), offer));
    }

    private Optional<Refusal> add(String key, Waiting offer) {
        if (byClient.getOrDefault(offer.client(), 0)
                >= clientMax.applyAsInt(offer.rejected().client())) {
            return Optional.of(Refusal.Plain.TOO_MANY_COUNTER_OFFERS_OF_CLIENT);
        }
        if (waiting.size() >= max) {
            return Optional.of(Refusal.Plain.TOO_MANY_COUNTER_OFFERS);
        }
        waiting.put(key, offer);
        byClient.merge(offer.client(), 1, Integer::sum);
        owner.eventLoop().schedule(() -> remove(key), validity.toMillis(), TimeUnit.MILLISECONDS);
        return Optional.empty();
    }

    private Optional<Waiting> remove(String key) {
        Optional<Waiting> removed = Optional.ofNullable(waiting.remove(key));
        removed.ifPresent(
                offer ->
                        byClient.computeIfPresent(
                                offer.client(), (_, count) -> count == 1 ? null : count - 1));
        return removed;
    }

    /// @param asker where the result is wanted
    Future<Optional<Waiting>> find(String stream, String id, OwnerLoop asker) {
        return owner.ask(asker, () -> Optional.ofNullable(waiting.get(key(stream, id))));
    }

    /// As [#find], and of those who ask at the same time only one gets it.
    Future<Optional<Waiting>> take(String stream, String id, OwnerLoop asker) {
        return owner.ask(asker, () -> remove(key(stream, id)));
    }

    /// As [#take], for a session that begins now: [#onBegun] is to follow.
    Future<Optional<Waiting>> begin(String stream, String id, OwnerLoop asker) {
        String key = key(stream, id);
        return owner.ask(
                asker,
                () -> {
                    Optional<Waiting> taken = remove(key);
                    taken.ifPresent(_ -> beginning.put(key, Promise.promise()));
                    return taken;
                });
    }

    /// The session is there, or will not be.
    void onBegun(String stream, String id) {
        String key = key(stream, id);
        owner.post(
                () -> Optional.ofNullable(beginning.remove(key)).ifPresent(Promise::tryComplete));
    }

    /// Completes when a session that is about to begin has done so; at once if there is none.
    ///
    /// @param asker where the result is wanted
    Future<Void> awaitBegun(String stream, String id, OwnerLoop asker) {
        Promise<Void> begun = asker.context().promise();
        owner.post(
                () ->
                        Optional.ofNullable(beginning.get(key(stream, id)))
                                .ifPresentOrElse(
                                        each -> each.future().onComplete(begun), begun::complete));
        return begun.future();
    }

    /// Who may use one stream's sessions may not use another's.
    private static String key(String stream, String id) {
        return stream + "/" + id;
    }
}
