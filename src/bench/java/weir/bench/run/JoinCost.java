package weir.bench.run;

import java.util.LinkedHashMap;
import java.util.Map;

/// What some joins cost beside a load. A value.
///
/// @param joined             what the joins were like
/// @param keyFramesPerSecond that the load's streams had meanwhile
/// @param media              the load by itself, with as many key frames
record JoinCost(JoinStorm.Joined joined, double keyFramesPerSecond, MediaRate media) {
    private static final double NANOS_PER_MILLI = 1e6;
    private static final double NANOS_PER_PERCENT = 1e7;

    /// @param nanosPerPacket at a load that is high enough to tell, for what those who join are
    ///                       sent until they leave
    /// @param known          whether the server's CPU is known
    Map<String, Object> results(double nanosPerPacket, boolean known) {
        int joins = joined.joins();
        Map<String, Object> results = new LinkedHashMap<>();
        results.put("joins", joins);
        results.put("failed", joined.failed());
        results.put("joinsPerSecond", joins / joined.seconds());
        results.put("timeToFirstFrameMillis", Runner.percentiles(joined.times()));
        results.put("mediaPacketsPerJoin", (double) joined.packets() / joins);
        results.put("keyFramesPerSecond", keyFramesPerSecond);
        if (known) {
            double nanos =
                    joined.cpuNanos()
                            - media.cpuNanosPerSecond() * joined.seconds()
                            - joined.packets() * nanosPerPacket;
            results.put("serverCpuMillisPerJoin", nanos / NANOS_PER_MILLI / joins);
            results.put("serverCpuPercentOfMedia", media.cpuNanosPerSecond() / NANOS_PER_PERCENT);
        }
        return results;
    }
}
