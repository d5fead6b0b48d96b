package weir.admin;

import io.vertx.core.json.JsonObject;

import weir.peer.ReceivingStats;
import weir.peer.SendingStats;

/// What one session carries, as the API tells it. A value.
///
/// @param bitrate      bits a second, over the last second
/// @param lost         packets, as the receiver counts them
/// @param jitterMillis as the receiver measures it
/// @param nacks        packets that the receiver asked for again
/// @param plis         key frames that the receiver asked for
record MediaFigures(
        long bytes,
        long packets,
        long bitrate,
        long lost,
        double jitterMillis,
        long nacks,
        long plis) {

    static final MediaFigures NONE = new MediaFigures(0, 0, 0, 0, 0, 0, 0);

    private static final double TENTHS_OF_NANOS = 100_000.0;

    static MediaFigures of(ReceivingStats received, long bitrate) {
        return new MediaFigures(
                received.bytes(),
                received.packets(),
                bitrate,
                Math.max(0, received.lost()),
                millis(received.jitterNanos()),
                received.nacksSent(),
                received.plisSent());
    }

    static MediaFigures of(SendingStats sent, long bitrate) {
        return new MediaFigures(
                sent.bytes(),
                sent.packets(),
                bitrate,
                Math.max(0, sent.lost()),
                millis(sent.jitterNanos()),
                sent.nacked(),
                sent.keyFrameRequests());
    }

    /// To a tenth.
    private static double millis(long nanos) {
        return Math.round(nanos / TENTHS_OF_NANOS) / 10.0;
    }

    /// @param node where they were counted
    JsonObject toJson(String node) {
        return new JsonObject()
                .put("bytes", bytes)
                .put("packets", packets)
                .put("bitrate", bitrate)
                .put("lost", lost)
                .put("jitterMillis", jitterMillis)
                .put("nacks", nacks)
                .put("plis", plis)
                .put("node", node);
    }

    static MediaFigures read(JsonObject json) {
        return new MediaFigures(
                json.getLong("bytes", 0L),
                json.getLong("packets", 0L),
                json.getLong("bitrate", 0L),
                json.getLong("lost", 0L),
                json.getDouble("jitterMillis", 0.0),
                json.getLong("nacks", 0L),
                json.getLong("plis", 0L));
    }
}
