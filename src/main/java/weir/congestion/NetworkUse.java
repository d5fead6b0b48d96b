package weir.congestion;

/// What the delay says of the path (draft-ietf-rmcat-gcc-02 §5.4).
public enum NetworkUse {
    /// The queue is empty, or stays as it is.
    NORMAL,
    /// More is sent than the path carries: its queue grows.
    OVERUSED,
    /// A queue drains.
    UNDERUSED
}
