package weir.congestion;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import java.util.random.RandomGenerator;

/// Runs the estimator on paths of 0.5 to 6 Mbit/s with 20 to 120 ms round trip, a queue of 150 to
/// 400 ms, jitter of 2 ms and feedback every 50 to 100 ms, 30 seeds a scenario; and on paths that
/// are worse. Capacity counts from the first packet on, as what the bottleneck carries.
class BandwidthSimulationTest {
    private static final int SEEDS = 30;

    // No queue is shorter than a few packets.
    private static final int PACKETS_BYTES = 3000;
    private static final Path TABLE = Path.of("target", "estimator.txt");
    private static final Map<String, List<Result>> RESULTS = new LinkedHashMap<>();

    private enum Trouble {
        NONE,
        JITTER_20_MS,
        ROUND_TRIP_400_MS,
        FEEDBACK_EACH_250_MS,
        QUEUE_OF_20_MS
    }

    /// @param use            of the capacity that the cross traffic leaves, over the whole run
    /// @param queueingMillis the mean of all packets
    /// @param dropped        share of the packets that found the queue full
    private record Result(long seed, double use, double queueingMillis, double dropped) {}

    @AfterAll
    static void writeTable() throws IOException {
        StringBuilder table =
                new StringBuilder(
                        "%-26s %5s %21s %27s %18s%n"
                                .formatted(
                                        "",
                                        "runs",
                                        "use %: mean (worst)",
                                        "queueing ms: mean (worst)",
                                        "dropped %: mean"));
        RESULTS.forEach(
                (name, results) ->
                        table.append(
                                "%-26s %5d %13.1f (%5.1f) %19.1f (%5.1f) %18.2f%n"
                                        .formatted(
                                                name,
                                                results.size(),
                                                100 * mean(results, Result::use),
                                                100 * -worst(results, result -> -result.use),
                                                mean(results, Result::queueingMillis),
                                                worst(results, Result::queueingMillis),
                                                100 * mean(results, Result::dropped))));
        Files.createDirectories(TABLE.getParent());
        Files.writeString(TABLE, table);
        System.out.print(table);
    }

    @ParameterizedTest
    @EnumSource(Scenario.class)
    void usesTheCapacityAndKeepsTheQueueShort(Scenario scenario) {
        List<Result> results = new ArrayList<>();
        for (long seed = 0; seed < SEEDS; seed++) {
            results.add(run(scenario, Trouble.NONE, seed));
        }
        RESULTS.put(name(scenario), results);

        assertThat(mean(results, Result::use)).as("mean use").isGreaterThanOrEqualTo(0.85);
        assertThat(mean(results, Result::queueingMillis))
                .as("mean queueing delay in ms")
                .isLessThanOrEqualTo(60);
        assertThat(results).as("each run").allMatch(result -> result.use > 0.8);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void staysUsableOnWorsePathsWhenTheCapacitySteps(Trouble trouble) {
        List<Result> results = new ArrayList<>();
        for (long seed = 0; seed < SEEDS / 3; seed++) {
            results.add(run(Scenario.STEP, trouble, seed));
        }
        RESULTS.put("step, " + name(trouble), results);

        assertThat(mean(results, Result::use)).as("mean use").isGreaterThan(0.8);
        assertThat(mean(results, Result::queueingMillis)).as("mean ms queued").isLessThan(80);
        assertThat(mean(results, Result::dropped)).as("mean share dropped").isLessThan(0.1);
    }

    private static String name(Enum<?> value) {
        return value.name().toLowerCase().replace('_', ' ');
    }

    private static Result run(Scenario scenario, Trouble trouble, long seed) {
        RandomGenerator random = new SplittableRandom(seed);
        double capacityBps = 500_000 * Math.pow(12, random.nextDouble());
        double depthSeconds = random.nextDouble(0.15, 0.4);
        double crossShare = random.nextDouble(0.25, 0.5);
        SimulatedViewer.Path path =
                new SimulatedViewer.Path(
                        random.nextLong(10_000_000, 60_000_000),
                        2_000_000,
                        scenario.loss(random.nextDouble(0.02, 0.1)),
                        Duration.ofMillis(random.nextInt(50, 100)));
        switch (trouble) {
            case NONE -> {}
            case JITTER_20_MS -> path = path.withJitter(20_000_000);
            case ROUND_TRIP_400_MS -> path = path.withDelay(200_000_000);
            case FEEDBACK_EACH_250_MS -> path = path.withFeedbackInterval(Duration.ofMillis(250));
            case QUEUE_OF_20_MS -> depthSeconds = 0.02;
        }
        long depthBytes = (long) (capacityBps / 8 * depthSeconds) + PACKETS_BYTES;
        Bottleneck bottleneck = new Bottleneck(depthBytes, random);
        BandwidthEstimator estimator = new BandwidthEstimator(BandwidthConfig.DEFAULT);
        SimulatedViewer viewer = new SimulatedViewer(estimator, bottleneck, path, random);
        for (long now = SimulatedViewer.TICK_NANOS;
                now < Scenario.SECONDS * 1e9;
                now += SimulatedViewer.TICK_NANOS) {
            double second = now / 1e9;
            bottleneck.set(
                    capacityBps * scenario.capacity(second),
                    capacityBps * scenario.crossTraffic(second, crossShare));
            viewer.tick(now);
        }
        return new Result(
                seed, bottleneck.use(), bottleneck.meanQueueingMillis(), bottleneck.lossShare());
    }

    private static double mean(List<Result> results, ToDoubleFunction<Result> value) {
        return results.stream().mapToDouble(value).average().orElseThrow();
    }

    private static double worst(List<Result> results, ToDoubleFunction<Result> value) {
        return results.stream().mapToDouble(value).max().orElseThrow();
    }
}
