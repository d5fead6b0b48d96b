package weir.cluster;

/// What happens to a claim on a stream that another publisher holds.
public enum TakenPolicy {
    /// The newcomer gets the stream.
    TAKEOVER,
    /// The holder keeps it.
    REJECT
}
