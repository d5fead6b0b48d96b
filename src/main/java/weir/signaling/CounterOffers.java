package weir.signaling;

import io.vertx.core.Future;

import weir.jsep.CounterOffer;
import weir.loop.OwnerLoop;
import weir.transport.SessionId;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// The counter-offers of this node that wait for an answer. A ref: they live on one loop.
public final class CounterOffers {
    /// What waits costs a few kilobytes.
    private static final int WAITING_MAX = 1000;

    /// @param rejected what the viewer offered
    record Waiting(StreamOffer rejected, CounterOffer offer) {
        String stream() {
            return rejected.stream();
        }
    }

    private final OwnerLoop owner;
    private final Duration validity;
    private final int max;
    private final Map<String, Waiting> waiting = new HashMap<>();

    public CounterOffers(OwnerLoop owner, Duration validity) {
        this(owner, validity, WAITING_MAX);
    }

    CounterOffers(OwnerLoop owner, Duration validity, int max) {
        this.owner = owner;
        this.validity = validity;
        this.max = max;
    }

    Duration validity() {
        return validity;
    }

    /// From now on the offer waits under this id until it is taken or not valid any more.
    ///
    /// @param asker where the result is wanted
    /// @return false if too many wait
    Future<Boolean> add(SessionId id, Waiting offer, OwnerLoop asker) {
        return owner.ask(
                asker,
                () -> {
                    if (waiting.size() >= max) {
                        return false;
                    }
                    String key = key(offer.stream(), id.text());
                    waiting.put(key, offer);
                    owner.eventLoop()
                            .schedule(
                                    () -> waiting.remove(key, offer),
                                    validity.toMillis(),
                                    TimeUnit.MILLISECONDS);
                    return true;
                });
    }

    /// @param asker where the result is wanted
    Future<Optional<Waiting>> find(String stream, String id, OwnerLoop asker) {
        return owner.ask(asker, () -> Optional.ofNullable(waiting.get(key(stream, id))));
    }

    /// As [#find], and of those who ask at the same time only one gets it.
    Future<Optional<Waiting>> take(String stream, String id, OwnerLoop asker) {
        return owner.ask(asker, () -> Optional.ofNullable(waiting.remove(key(stream, id))));
    }

    /// Who may use one stream's sessions may not use another's.
    private static String key(String stream, String id) {
        return stream + "/" + id;
    }
}
