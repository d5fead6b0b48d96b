package weir.stream;

import weir.forward.MediaBurst;

/// Who gets a stream's media on one loop: a viewer, or a link to another node. Called on that loop.
interface FanOutTarget {
    /// Another publication begins, or the first: what it sends comes next.
    void onSource(SourceFeed source);

    /// The publication is over, and no other has begun.
    void onSourceEnded();

    /// @param burst lent
    void onBurst(MediaBurst burst);

    void onSenderReport(TimedReport report);
}
