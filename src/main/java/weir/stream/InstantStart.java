package weir.stream;

/// When a viewer is given the newest group of pictures of the past, instead of waiting for a key
/// frame.
public enum InstantStart {
    /// Where the publisher does not make key frames on request.
    AUTO,
    ALWAYS,
    NEVER
}
