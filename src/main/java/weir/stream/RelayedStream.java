package weir.stream;

/// What is known of one video stream that comes over a link, even while it does not come. A value.
///
/// @param paused     whether the other end was told to leave it out
/// @param bitrateBps of all of it, as its publisher's reports say; 0 if it sends nothing at
///     present, or [#UNKNOWN]
record RelayedStream(int ssrc, boolean paused, long bitrateBps) {
    static final long UNKNOWN = -1;
}
