package weir.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

import weir.bench.media.DelayAccount;
import weir.bench.run.Growth;
import weir.bench.run.LoadShape;
import weir.bench.run.LoadTotals;
import weir.bench.run.Measurement;
import weir.bench.run.Row;
import weir.bench.run.Spread;
import weir.srtp.SrtpProfile;

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/// What becomes of measurements: medians, ratios, verdicts, a table and JSON.
class RowsTest {
    @Test
    void theRatioIsTheMedianOfTheRounds() {
        Row row =
                row(
                        List.of(cost(3000), cost(9000), cost(4000)),
                        List.of(cost(2000), cost(3000), cost(2000)));

        assertThat(row.ratios()).containsExactly(1.5, 3.0, 2.0);
        assertThat(row.ratio()).hasValue(new Spread(2.0, 1.5, 3.0));
        assertThat(row.serverNanosPerPacket()).hasValue(new Spread(4000, 3000, 9000));
        assertThat(row.nullNanosPerPacket()).hasValue(new Spread(2000, 2000, 3000));
    }

    @Test
    void withoutANullForwarderThereIsNoRatio() {
        JsonObject json = JsonReport.row(row(List.of(cost(3000)), List.of()));

        assertThat(json.getLong("serverCpuNanosPerPacket")).isEqualTo(3000);
        assertThat(json.getMap()).containsEntry("ratio", null);
        assertThat(json.getMap()).containsEntry("nullForwarderNanosPerPacket", null);
    }

    @Test
    void aQuietRunIsValid() {
        assertThat(row(List.of(cost(3000)), List.of(cost(2000))).invalidBecause()).isEmpty();
    }

    @Test
    void aBusyGeneratorDropsLossAndSlipAreNamed() {
        Measurement bad = measurement(3000, 85.1, 1, 998, 1_100_000, 0.6);

        assertThat(row(List.of(bad), List.of()).invalidBecause())
                .containsExactly(
                        "generator busy 85.1 %",
                        "sends slipped by 1101 us at p99",
                        "steal time 0.60 %",
                        "loss 0.200 %",
                        "1 datagrams dropped by our sockets");
    }

    @Test
    void atTheLimitsItIsStillValid() {
        Measurement good = measurement(3000, 85, 0, 999, 999_000, 0.5);

        assertThat(row(List.of(good), List.of()).invalidBecause()).isEmpty();
    }

    @Test
    void theTablesColumnsAreAlignedAndSayWhatIsInvalid() {
        Measurement bad = measurement(3000, 90, 0, 1000, 0, 0);

        String[] lines = Table.of(List.of(row(List.of(bad), List.of(cost(2000))))).split("\n");

        assertThat(lines[0]).hasSameSizeAs(lines[1]).startsWith("workload");
        assertThat(lines[1]).contains("3000  3000-3000  2000   1.50  1.50-1.50").endsWith("no");
        assertThat(lines[2]).isEqualTo("W1 1x10 is invalid: generator busy 90.0 %");
    }

    @Test
    void aRowThatFailedSaysWhy() {
        Row row =
                new Row(
                        "W1",
                        LoadShape.of(1, 10),
                        SrtpProfile.AEAD_AES_128_GCM,
                        List.of(),
                        List.of(),
                        List.of("POST http://x: 503"),
                        Map.of());

        assertThat(Table.of(List.of(row))).contains("is invalid: POST http://x: 503");
        assertThat(JsonReport.row(row).getBoolean("valid")).isFalse();
    }

    @Test
    void theReportIsTheLastRowAndAllRows() {
        Row first = row(List.of(cost(3000)), List.of());
        Row last = row(List.of(cost(5000)), List.of()).with("gap", Map.of("p50", 1.5));

        JsonObject report = JsonReport.of(List.of(first, last), Map.of("command", "x"));

        JsonArray results = report.getJsonArray("results");
        assertThat(results).hasSize(2);
        assertThat(report.getLong("serverCpuNanosPerPacket")).isEqualTo(5000);
        assertThat(report.getJsonObject("gap").getDouble("p50")).isEqualTo(1.5);
        assertThat(report.getString("command")).isEqualTo("x");
        assertThat(report.getMap())
                .containsKeys(
                        "streams viewers profile seconds packetsDelivered lossPercent".split(" "))
                .containsKeys(
                        "worstViewerLossPercent delayMicros generatorBusyPercent valid".split(" "))
                .containsKeys("invalidBecause");
        assertThat(report.getJsonObject("delayMicros").fieldNames())
                .containsExactlyInAnyOrder("p50", "p99", "p999", "max");
    }

    @Test
    void growthIsOverTheFewestViewersFromFiftyOnAndRoundByRound() {
        Row few = row(10, List.of(cost(9000), cost(9000), cost(9000)), List.of());
        Row base = row(50, List.of(cost(2000), cost(4000), cost(3000)), List.of());
        Row more = row(200, List.of(cost(2200), cost(4800), cost(3000)), List.of());

        assertThat(Growth.of(List.of(few, base, more)))
                .containsExactly(new Growth(base.shape(), more.shape(), List.of(1.1, 1.2, 1.0)));
    }

    @Test
    void growthLeavesOutRoundsOfWhichOneIsInvalid() {
        Measurement bad = measurement(9000, 90, 0, 1000, 0, 0);
        Row invalid = row(60, List.of(bad, bad, bad), List.of());
        Row base = row(100, List.of(cost(2000), bad, cost(3000)), List.of());
        Row more = row(200, List.of(cost(3000), cost(4800), bad), List.of());

        List<Row> rows = List.of(invalid, base, more);

        assertThat(Growth.of(rows))
                .containsExactly(new Growth(base.shape(), more.shape(), List.of(1.5)));
        assertThat(Table.of(rows))
                .endsWith(
                        "growth: a packet costs 1.50 times as much at 200 viewers as at 100"
                                + " (1.50-1.50, 1 rounds)\n");
        assertThat(JsonReport.of(rows, Map.of()).getJsonArray("growth").getJsonObject(0))
                .isEqualTo(
                        new JsonObject()
                                .put("overViewers", 100)
                                .put("viewers", 200)
                                .put(
                                        "spread",
                                        new JsonObject()
                                                .put("median", 1.5)
                                                .put("min", 1.5)
                                                .put("max", 1.5))
                                .put("byRound", new JsonArray(List.of(1.5))));
    }

    @Test
    void theMedianOfAnEvenNumberLiesBetweenTheMiddleTwo() {
        Row row = row(List.of(cost(1000), cost(9000), cost(4000), cost(3000)), List.of());

        assertThat(row.serverNanosPerPacket()).hasValue(new Spread(3500, 1000, 9000));
    }

    private static Row row(List<Measurement> server, List<Measurement> nothing) {
        return row(10, server, nothing);
    }

    private static Row row(int viewers, List<Measurement> server, List<Measurement> nothing) {
        return new Row(
                "W1",
                LoadShape.of(1, viewers),
                SrtpProfile.AEAD_AES_128_GCM,
                server,
                nothing,
                List.of(),
                Map.of());
    }

    private static Measurement cost(long nanosPerPacket) {
        return measurement(nanosPerPacket, 10, 0, 1000, 100_000, 0);
    }

    private static Measurement measurement(
            long nanosPerPacket,
            double busy,
            long drops,
            long delivered,
            long slipNanos,
            double steal) {
        Histogram slip = new Histogram(3);
        slip.recordValue(slipNanos);
        DelayAccount delays = new DelayAccount();
        delays.record(500_000, false);
        LoadTotals load =
                new LoadTotals(
                        100, delivered, 1000, 0.5, 0, 0, 0, 0, 0, 0, 20_000_000, delays, slip);
        OptionalLong cpu = OptionalLong.of(nanosPerPacket * delivered);
        return new Measurement(10, load, cpu, cpu, 0, busy, drops, steal);
    }
}
