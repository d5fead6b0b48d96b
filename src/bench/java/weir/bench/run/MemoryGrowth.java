package weir.bench.run;

import java.util.LinkedHashMap;
import java.util.Map;

/// What sessions cost a server in memory, as far as `/proc` tells. A server seldom gives back what
/// it once had, so only the first visits of a run count, and of these only up to the largest shape.
/// Used by one thread.
final class MemoryGrowth {
    private final long beforeBytes;
    private long firstBytes;
    private int firstSessions;

    /// @param beforeBytes resident, before anybody joined
    MemoryGrowth(long beforeBytes) {
        this.beforeBytes = beforeBytes;
    }

    /// @param bytes resident at the end of a shape's first measurement
    /// @return results for the JSON, which says there what they are
    Map<String, Object> after(int sessions, long bytes, boolean largest) {
        Map<String, Object> results = new LinkedHashMap<>();
        if (largest) {
            results.put("serverResidentBytesBefore", beforeBytes);
            results.put("serverBytesPerSession", (bytes - beforeBytes) / sessions);
            if (firstSessions > 0 && firstSessions < sessions) {
                results.put(
                        "serverBytesPerMoreSession",
                        (bytes - firstBytes) / (sessions - firstSessions));
            }
        }
        if (firstSessions == 0) {
            firstBytes = bytes;
            firstSessions = sessions;
        }
        return results;
    }
}
