package weir.events;

import java.time.Duration;

/// How viewers and others are told what happens. A value.
///
/// @param keepAlive            after how long a comment is sent to whom nothing else was, positive
/// @param streamsMax           event streams of viewers on this node, 0 or more
/// @param streamsPerSessionMax of them, those of one session, 1 or more
/// @param readersMax           who may read the streams of the cluster at a time, 0 or more
public record EventsConfig(
        Duration keepAlive, int streamsMax, int streamsPerSessionMax, int readersMax) {
    public EventsConfig {
        if (!keepAlive.isPositive()) {
            throw new IllegalArgumentException(
                    "events.keep-alive must be positive, is " + keepAlive);
        }
        if (streamsMax < 0) {
            throw new IllegalArgumentException(
                    "events.streams-max must be 0 or more, is " + streamsMax);
        }
        if (streamsPerSessionMax < 1) {
            throw new IllegalArgumentException(
                    "events.streams-per-session-max must be 1 or more, is " + streamsPerSessionMax);
        }
        if (readersMax < 0) {
            throw new IllegalArgumentException(
                    "events.readers-max must be 0 or more, is " + readersMax);
        }
    }
}
