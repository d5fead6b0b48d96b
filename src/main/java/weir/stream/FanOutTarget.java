package weir.stream;

import weir.forward.MediaBurst;
import weir.forward.MediaPacket;
import weir.forward.SourceLayer;

import java.util.List;

/// Who gets a stream's media on one loop: a viewer, or a link to another node. Called on that loop.
interface FanOutTarget {
    /// Another publication begins, or the first: what it sends comes next.
    void onSource(SourceFeed source);

    /// The publication is over, and no other has begun.
    void onSourceEnded();

    /// What the layers of the video have had, ten times a second while something comes.
    void onLayers(List<SourceLayer> layers, long nowNanos);

    /// @param burst lent
    void onBurst(MediaBurst burst, long nowNanos);

    /// What came of one encoding from its newest key frame on, for whoever asked and still waits:
    /// the next burst goes on from it.
    ///
    /// @param past lent
    void onPast(List<MediaPacket> past, long nowNanos);

    /// What nobody is sent any more, since it waited too long for this loop's turn.
    ///
    /// @param burst lent
    void onBurstTooOld(MediaBurst burst);

    void onSenderReport(TimedReport report);

    /// Whether it is sent this stream of the video, or awaits it.
    boolean wants(int ssrc);

    /// One of these calls threw: the target's session is over, and no other.
    void fail(Throwable wrong);
}
