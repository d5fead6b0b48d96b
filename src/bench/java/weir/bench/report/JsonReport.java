package weir.bench.report;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

import org.HdrHistogram.Histogram;

import weir.bench.run.Growth;
import weir.bench.run.LoadTotals;
import weir.bench.run.Measurement;
import weir.bench.run.Row;
import weir.bench.run.Spread;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/// Rows as JSON: the members of the last row, and all rows as `results`.
public final class JsonReport {
    private static final double NANOS_PER_MICRO = 1000;

    /// What figures are whose names do not tell it all.
    private static final Map<String, Object> MEANING =
            Map.of(
                    "serverBytesPerSession",
                    "resident memory at the end of the first measurement of the shape with most"
                            + " sessions, less that before the first join of the run, by its"
                            + " sessions: with what the server needs once, such as compiled code",
                    "serverBytesPerMoreSession",
                    "the same less that at the end of the first shape's first measurement, by how"
                            + " many sessions there are more: without what is needed once",
                    "serverCpuMillisPerJoin",
                    "less what the load takes by itself with as many key frames, and what"
                            + " mediaPacketsPerJoin (until they leave) cost at the load",
                    "growth",
                    "cost of a packet over that with fewer viewers in the same round",
                    "timeToFirstFrameMillis",
                    "from the POST to the last packet of the first frame");

    private JsonReport() {}

    /// @param facts of the run: command, machine
    public static JsonObject of(List<Row> rows, Map<String, Object> facts) {
        JsonObject report = rows.isEmpty() ? new JsonObject() : row(rows.getLast());
        JsonArray results = new JsonArray();
        rows.forEach(each -> results.add(row(each)));
        JsonArray growths = new JsonArray();
        Growth.of(rows).forEach(each -> growths.add(growth(each)));
        new TreeMap<>(facts).forEach(report::put);
        return report.put("results", results)
                .put("growth", growths)
                .put("meaning", new JsonObject(new TreeMap<>(MEANING)));
    }

    /// Cost with these viewers over cost with fewer, round by round.
    private static JsonObject growth(Growth growth) {
        return new JsonObject()
                .put("overViewers", growth.base().viewersInAll())
                .put("viewers", growth.shape().viewersInAll())
                .put("spread", spread(growth.spread()))
                .put("byRound", new JsonArray(growth.rounds()));
    }

    private static JsonObject spread(Spread spread) {
        return new JsonObject()
                .put("median", spread.median())
                .put("min", spread.min())
                .put("max", spread.max());
    }

    static JsonObject row(Row row) {
        JsonObject json =
                new JsonObject()
                        .put("workload", row.label())
                        .put("streams", row.shape().streams())
                        .put("viewers", row.shape().viewers())
                        .put("profile", Names.profile(row.profile()))
                        .put("rounds", row.server().size());
        if (row.isMeasured()) {
            putMeasured(row.median(), json);
        }
        json.put("serverCpuNanosPerPacket", nanos(row.serverNanosPerPacket()))
                .put("nullForwarderNanosPerPacket", nanos(row.nullNanosPerPacket()))
                .put("ratio", row.ratio().map(Spread::median).orElse(null))
                .put("ratiosByRound", new JsonArray(row.ratios()))
                .put("serverByRound", rounds(row.server()))
                .put("nullForwarderByRound", rounds(row.nothing()));
        row.serverNanosPerPacket()
                .ifPresent(each -> json.put("serverCpuNanosPerPacketSpread", spread(each)));
        row.ratio().ifPresent(each -> json.put("ratioSpread", spread(each)));
        if (!row.nothing().isEmpty()) {
            json.put("nullForwarderDelayMicros", micros(row.nothing().getLast()));
        }
        row.more().forEach((name, value) -> json.put(name, json(value)));
        return json.put("valid", row.invalidBecause().isEmpty())
                .put("invalidBecause", new JsonArray(row.invalidBecause()));
    }

    private static void putMeasured(Measurement measurement, JsonObject json) {
        LoadTotals load = measurement.load();
        json.put("seconds", measurement.seconds())
                .put("packetsPublished", load.published())
                .put("packetsDelivered", load.delivered())
                .put("packetsReordered", load.reordered())
                .put("packetsDuplicated", load.duplicates())
                .put("packetsOther", load.other())
                .put("lossPercent", load.lossPercent())
                .put("worstViewerLossPercent", load.worstViewerLossPercent())
                .put("delayMicros", micros(measurement))
                .put("delayWithoutKeyFramesMicros", micros(load.delays().withoutKeyFrames()))
                .put("longestPauseMicros", load.longestPauseNanos() / NANOS_PER_MICRO)
                .put("sendSlipMicros", micros(load.slip()))
                .put("generatorBusyPercent", measurement.busyPercent())
                .put("generatorDrops", measurement.drops())
                .put("stealPercent", measurement.stealPercent())
                .put("serverCoreNanosPerPacket", value(measurement.coreNanosPerPacket()));
    }

    private static JsonObject micros(Measurement measurement) {
        return micros(measurement.load().delays().all());
    }

    private static JsonObject micros(Histogram nanos) {
        return new JsonObject()
                .put("p50", nanos.getValueAtPercentile(50) / NANOS_PER_MICRO)
                .put("p99", nanos.getValueAtPercentile(99) / NANOS_PER_MICRO)
                .put("p999", nanos.getValueAtPercentile(99.9) / NANOS_PER_MICRO)
                .put("max", nanos.getMaxValue() / NANOS_PER_MICRO);
    }

    private static JsonArray rounds(List<Measurement> rounds) {
        JsonArray values = new JsonArray();
        rounds.forEach(each -> values.add(value(each.nanosPerPacket())));
        return values;
    }

    /// @return null for what is unknown, as JSON writes it
    private static Long value(OptionalLong value) {
        return value.isPresent() ? value.getAsLong() : null;
    }

    private static Long nanos(Optional<Spread> spread) {
        return spread.map(each -> Math.round(each.median())).orElse(null);
    }

    private static Object json(Object value) {
        return switch (value) {
            case Map<?, ?> map -> {
                JsonObject object = new JsonObject();
                map.forEach((name, each) -> object.put(name.toString(), json(each)));
                yield object;
            }
            case Object other -> other;
        };
    }
}
