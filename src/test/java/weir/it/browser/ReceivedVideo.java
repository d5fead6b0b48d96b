package weir.it.browser;

import io.vertx.core.json.JsonObject;

/// What a viewer has got of its video so far. A value.
///
/// @param atMillis     when, since 1970
/// @param freezeMillis of all freezes
/// @param packetsLost  as RFC 3550 counts: what came twice counts against it
/// @param repeated     packets that came as retransmissions
record ReceivedVideo(
        double atMillis,
        int framesReceived,
        int framesDecoded,
        int framesDropped,
        int keyFramesDecoded,
        int freezes,
        double freezeMillis,
        long packets,
        long packetsLost,
        long repeated,
        long bytes,
        int plis,
        int nacks,
        int width,
        double roundTripMillis) {

    static ReceivedVideo read(Object text) {
        JsonObject json = new JsonObject((String) text);
        return new ReceivedVideo(
                json.getDouble("atMillis"),
                json.getInteger("framesReceived"),
                json.getInteger("framesDecoded"),
                json.getInteger("framesDropped"),
                json.getInteger("keyFramesDecoded"),
                json.getInteger("freezes"),
                json.getDouble("freezeMillis"),
                json.getLong("packets"),
                json.getLong("packetsLost"),
                json.getLong("repeated"),
                json.getLong("bytes"),
                json.getInteger("plis"),
                json.getInteger("nacks"),
                json.getInteger("width"),
                json.getDouble("roundTripMillis"));
    }

    double bpsSince(ReceivedVideo before) {
        return 8000 * (bytes - before.bytes) / (atMillis - before.atMillis);
    }

    double framesPerSecondSince(ReceivedVideo before) {
        return 1000 * (framesDecoded - before.framesDecoded) / (atMillis - before.atMillis);
    }
}
