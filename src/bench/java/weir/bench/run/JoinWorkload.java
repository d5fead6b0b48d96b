package weir.bench.run;

import weir.bench.machine.ProcStat;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What it costs to join, and how soon there is a picture: W7, and W6 with its loss.
final class JoinWorkload {
    private static final int IN_TURN = 50;
    private static final int PER_SECOND_W7 = 100;
    private static final int PER_SECOND_W6 = 50;

    private final Runner runner;

    JoinWorkload(Runner runner) {
        this.runner = runner;
    }

    /// One by one at an idle server, one by one beside a load, 100 a second beside that load. The
    /// row's measurement is of the load during the last.
    Row joins(LoadShape background) throws InterruptedException {
        Map<String, Object> more = new LinkedHashMap<>();
        try {
            try (Load _ = load(LoadShape.of(1, 1))) {
                runner.pause(runner.settings().warmupSeconds(), "W7: warm-up");
                more.put("idle", inTurn());
            }
            Row row;
            try (Load load = load(background)) {
                runner.pause(2, "W7: the load settles");
                more.put("atLoad", inTurn());
                row = during("W7", load, PER_SECOND_W7);
            }
            for (Map.Entry<String, Object> each : more.entrySet()) {
                row = row.with(each.getKey(), each.getValue());
            }
            return row;
        } catch (IOException e) {
            return Row.failed("W7", background, runner.settings().profile(), e.getMessage());
        }
    }

    /// A load that loses packets, while 50 a second come and go.
    Row lossyStorm(LoadShape shape) throws InterruptedException {
        try (Load load = load(shape)) {
            runner.pause(runner.settings().warmupSeconds(), "W6: warm-up");
            return during("W6 storm", load, PER_SECOND_W6);
        } catch (IOException e) {
            return Row.failed("W6 storm", shape, runner.settings().profile(), e.getMessage());
        }
    }

    private Load load(LoadShape shape) throws IOException, InterruptedException {
        return Load.atServer(
                runner.loop(),
                runner.dialer(),
                runner.settings().addresses(),
                shape,
                runner.progress());
    }

    private Map<String, Object> inTurn() throws InterruptedException {
        return perJoin(
                new JoinStorm(runner, runner.settings().addresses()).inTurn(IN_TURN), baseline());
    }

    /// CPU of the server in a second without joins.
    private double baseline() {
        long before = runner.cpuNanos();
        long startNanos = System.nanoTime();
        runner.pause(3, "measuring without joins");
        return (runner.cpuNanos() - before) * 1e9 / (System.nanoTime() - startNanos);
    }

    private Map<String, Object> perJoin(Map<String, Object> results, double baselineNanos) {
        double seconds = (double) results.get("seconds");
        double cpuNanos = (long) results.remove("serverCpuNanos") - baselineNanos * seconds;
        if (runner.settings().serverPid().isPresent()) {
            results.put("serverCpuMicrosPerJoin", cpuNanos / 1000 / (int) results.get("joins"));
        }
        return results;
    }

    private Row during(String label, Load load, int perSecond) throws InterruptedException {
        double baselineNanos = baseline();
        JoinStorm storm = new JoinStorm(runner, runner.settings().addresses());
        int seconds = runner.settings().seconds();
        Map<String, Object> results = new LinkedHashMap<>();
        Thread joining =
                Thread.ofPlatform()
                        .start(
                                () -> {
                                    try {
                                        results.putAll(storm.atRate(perSecond, seconds));
                                    } catch (InterruptedException _) {
                                        Thread.currentThread().interrupt();
                                    }
                                });
        Measurement measurement =
                Measurement.take(
                        runner.loop(),
                        load,
                        runner.settings().serverPid(),
                        seconds,
                        label,
                        runner.progress());
        joining.join();
        Row row =
                new Row(
                        label,
                        load.shape(),
                        runner.settings().profile(),
                        List.of(measurement),
                        List.of(),
                        List.of(),
                        Map.of());
        long resident =
                runner.settings().serverPid().isPresent()
                        ? ProcStat.residentBytes(runner.settings().serverPid().getAsLong())
                        : 0;
        return row.with("storm", perJoin(results, baselineNanos))
                .with("serverResidentBytes", resident);
    }
}
