package weir.signaling;

import java.time.Duration;

/// How viewers are treated. A value.
///
/// @param notLive              what a viewer meets who asks for a stream that nobody publishes
/// @param counterOffer         when a viewer's offer is answered by one of ours
/// @param counterOfferValidity how long ours may be answered, 1 s or more: it is told in seconds
/// @param counterOffersMax     of ours that wait for their answers, 1 or more
public record WhepConfig(
        NotLive notLive,
        CounterOffering counterOffer,
        Duration counterOfferValidity,
        int counterOffersMax) {
    private static final Duration VALIDITY_MIN = Duration.ofSeconds(1);

    public WhepConfig {
        if (counterOfferValidity.compareTo(VALIDITY_MIN) < 0) {
            throw new IllegalArgumentException(
                    "whep.counter-offer-validity must be 1s or more, is " + counterOfferValidity);
        }
        if (counterOffersMax < 1) {
            throw new IllegalArgumentException(
                    "whep.counter-offers-max must be 1 or more, is " + counterOffersMax);
        }
    }

    /// The same for who speaks no WHEP and could not answer.
    WhepConfig withoutCounterOffers() {
        return new WhepConfig(
                notLive, CounterOffering.NEVER, counterOfferValidity, counterOffersMax);
    }

    /// A value.
    public enum NotLive {
        /// The viewer is refused, and told when to try again.
        REJECT,
        /// The viewer gets a session, and media as soon as there is a publisher.
        WAIT
    }

    /// A value.
    public enum CounterOffering {
        /// An offer that cannot be served is refused.
        NEVER,
        /// One with no codec, or no medium, that could be served is answered by an offer.
        WHEN_NEEDED,
        /// Each is: for players that let the server offer.
        ALWAYS
    }
}
