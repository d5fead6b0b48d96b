package weir.peer;

import weir.recovery.NackGenerator;
import weir.recovery.ReceptionStatistics;
import weir.rtp.PayloadFormat;

/// What is known of one received source. A value.
///
/// @param rid            of its encoding, empty without simulcast
/// @param format         that of its newest packet
/// @param reception      of what came on its own SSRC, but for what answered a NACK there
/// @param nacks          what was asked for again, and what became of it
/// @param roundTripNanos from a NACK to what it asked for, smoothed; 0 while nothing was answered
/// @param retransmitted  packets that came again on a retransmission format, and were of use
/// @param duplicates     packets that had come before, or came too late to tell
/// @param plisSent       key frames asked for by PLI
/// @param firsSent       key frames asked for by FIR
/// @param replaced       whether a newer source has taken its place
public record SourceStats(
        int ssrc,
        String rid,
        PayloadFormat format,
        ReceptionStatistics.Stats reception,
        NackGenerator.Stats nacks,
        long roundTripNanos,
        long retransmitted,
        long duplicates,
        long plisSent,
        long firsSent,
        boolean replaced) {

    /// Packets asked for again.
    public long nacksSent() {
        return nacks.requested();
    }
}
