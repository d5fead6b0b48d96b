package weir.peer;

import weir.recovery.ReceptionStatistics;
import weir.rtp.MediaKind;
import weir.rtp.PayloadFormat;

/// What is known of one received source. A value.
///
/// @param rid          of its encoding, empty without simulcast
/// @param format       that of its newest packet
/// @param nacksSent    packets asked for again
/// @param retransmitted packets that came again on a retransmission format
/// @param plisSent     key frames asked for by PLI
/// @param firsSent     key frames asked for by FIR
public record SourceStats(
        MediaKind kind,
        int ssrc,
        String rid,
        PayloadFormat format,
        ReceptionStatistics.Stats reception,
        long nacksSent,
        long retransmitted,
        long plisSent,
        long firsSent) {}
