package weir.stream;

/// What is known of one video stream that comes over a link, even while it does not come. A value.
///
/// @param paused     whether the other end was told to leave it out
/// @param width      of its last key frame in pixels, 0 if unknown
/// @param height     of its last key frame in pixels, 0 if unknown
/// @param bitrateBps of all of it, as its publisher's reports say; 0 if it sends nothing at
/// present,
///     or [#UNKNOWN]
record RelayedStream(int ssrc, boolean paused, int width, int height, long bitrateBps) {
    static final long UNKNOWN = -1;
}
