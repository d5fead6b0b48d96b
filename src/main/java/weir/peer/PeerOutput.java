package weir.peer;

import io.netty.buffer.ByteBuf;

import weir.ice.CandidatePair;
import weir.rtcp.SenderReport;
import weir.rtp.Burst;
import weir.rtp.MediaKind;

/// What a [Peer] asks its driver to do. The driver owns what the records carry.
public sealed interface PeerOutput {
    /// A datagram of ICE or DTLS. Media goes by [DatagramSink].
    record Transmit(ByteBuf datagram, CandidatePair pair) implements PeerOutput {}

    /// A datagram for the DTLS association, from a source whose connectivity check was valid.
    record DtlsReceived(ByteBuf datagram) implements PeerOutput {}

    /// Where datagrams go from now on: the first time, a DTLS client begins its handshake.
    record PathSelected(CandidatePair pair) implements PeerOutput {}

    /// The peer wanted datagrams at an address that does not answer: they go where they went.
    record PathUnproven(CandidatePair pair) implements PeerOutput {}

    /// There is a path and there are keys: media flows. Once in a peer's life.
    record Connected() implements PeerOutput {}

    /// The peer sends by another SSRC: a medium's first, a further encoding of simulcast, or one
    /// that takes the place of the one before of that kind and RID. Comes before its media.
    ///
    /// @param rid of its encoding (RFC 8851), empty without simulcast
    record SourceBegun(MediaKind kind, int ssrc, String rid) implements PeerOutput {}

    record MediaReceived(Burst burst) implements PeerOutput {}

    /// @param arrivalNanos when the node read it from the socket
    record SenderReportReceived(
            MediaKind kind, int clockRate, SenderReport report, long arrivalNanos)
            implements PeerOutput {}

    /// The peer asks us, its sender, for a key frame (PLI or FIR).
    record KeyFrameRequested(int mediaSsrc) implements PeerOutput {}

    /// The peer wants a source of ours no more, or again (RFC 7728): once for each change.
    record PauseRequested(int mediaSsrc, boolean paused) implements PeerOutput {}

    /// The peer asks us, its sender, for packets again.
    ///
    /// @param sequenceNumbers 16-bit, as they were sent to this peer
    record RetransmissionRequested(int mediaSsrc, int[] sequenceNumbers) implements PeerOutput {}

    /// It is time for a sender report on each medium that we send: see [Peer#sendReport].
    record ReportDue() implements PeerOutput {}

    /// The peer is over; nothing comes after it.
    record Closed(CloseReason reason) implements PeerOutput {}
}
