package weir.signaling;

/// How viewers are treated. A value.
///
/// @param notLive      what a viewer meets who asks for a stream that nobody publishes
/// @param counterOffer when a viewer's offer is answered by one of ours
public record WhepConfig(NotLive notLive, CounterOffering counterOffer) {
    /// The same for who speaks no WHEP and could not answer.
    WhepConfig withoutCounterOffers() {
        return new WhepConfig(notLive, CounterOffering.NEVER);
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
