package weir.transport;

import weir.peer.CloseReason;
import weir.rtcp.SenderReport;
import weir.rtp.Burst;
import weir.rtp.MediaKind;

/// Where what a session's peer sends goes, and what is asked of us as its sender. Implemented
/// above; called on the session's loop.
public interface MediaSink {
    /// There is a path and there are keys: [PeerDriver#sending()] may be used.
    void onConnected();

    /// What comes by this SSRC follows. It replaces the one before of the same kind and RID.
    ///
    /// @param rid of its encoding (RFC 8851), empty without simulcast
    void onSourceBegun(MediaKind kind, int ssrc, String rid);

    /// @param burst lent
    void onBurst(Burst burst);

    /// @param arrivalNanos on the node's clock
    void onSenderReport(MediaKind kind, int clockRate, SenderReport report, long arrivalNanos);

    /// @param mediaSsrc as the viewer knows it
    void onKeyFrameRequested(int mediaSsrc);

    /// Who gets this SSRC wants it no more, or again.
    ///
    /// @param mediaSsrc as it was sent
    void onPauseRequested(int mediaSsrc, boolean paused);

    /// @param sequenceNumbers 16-bit, as they were sent to the viewer
    void onRetransmissionRequested(int mediaSsrc, int[] sequenceNumbers);

    /// Sender reports on all that is sent are due.
    void onReportDue();

    /// The time that was asked for by [PeerDriver#wakeAt] has come.
    void onWake(long nowNanos);

    /// The last call.
    void onClosed(CloseReason reason);
}
