package weir.congestion;

/// What a [BandwidthEstimator] knows. A value.
///
/// @param estimateBps     see [BandwidthEstimator#estimateBps()]
/// @param acknowledgedBps what arrives by transport-wide feedback or reports, 0 if unknown
/// @param lossShare       of the packets of the last few seconds, 0 to 1
/// @param roundTripNanos  smoothed; 100 ms while unknown
/// @param queueingNanos   how long the newest packet waited in queues, 0 if unknown
/// @param use             what the delay says of the path
/// @param drops           how often the estimate was lowered for delay
/// @param lossLimits      how often it was lowered for loss
/// @param silences        how often it was lowered because nothing was heard
/// @param probes          clusters begun
public record BandwidthStats(
        long estimateBps,
        long acknowledgedBps,
        double lossShare,
        long roundTripNanos,
        long queueingNanos,
        NetworkUse use,
        long drops,
        long lossLimits,
        long silences,
        long probes) {}
