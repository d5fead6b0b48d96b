package weir.signaling;

import weir.jsep.CounterOffer;
import weir.transport.SessionId;

/// Carries a counter-offer to where it is answered: the offer it counters was rejected.
final class CounterOfferedException extends Exception {
    private final transient SessionId id;
    private final transient CounterOffers.Waiting waiting;

    CounterOfferedException(SessionId id, CounterOffers.Waiting waiting) {
        super("a counter-offer", null, false, false);
        this.id = id;
        this.waiting = waiting;
    }

    SessionId id() {
        return id;
    }

    String stream() {
        return waiting.stream();
    }

    CounterOffer offer() {
        return waiting.offer();
    }
}
