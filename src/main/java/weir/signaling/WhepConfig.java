package weir.signaling;

/// How viewers are treated. A value.
///
/// @param notLive what a viewer meets who asks for a stream that nobody publishes
public record WhepConfig(NotLive notLive) {
    /// A value.
    public enum NotLive {
        /// The viewer is refused, and told when to try again.
        REJECT,
        /// The viewer gets a session, and media as soon as there is a publisher.
        WAIT
    }
}
