package weir.cascade;

/// What became of a request to pull or to push. A value.
public enum WishOutcome {
    DONE,
    /// There is no such stream to be pushed.
    STREAM_UNKNOWN,
    /// The stream is live already, or is to be pulled from elsewhere.
    STREAM_TAKEN,
    /// It is pushed there already.
    PUSHED_ALREADY,
    HOST_NOT_ALLOWED,
    TOO_MANY,
    /// There is nothing of the kind to end.
    NONE_THERE,
    /// It stands in the config, and ends only there.
    CONFIGURED
}
