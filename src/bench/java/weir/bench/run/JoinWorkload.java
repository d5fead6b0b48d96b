package weir.bench.run;

import weir.bench.machine.ProcStat;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/// What it costs to join, and how soon there is a picture: W7, and W6 with its loss.
final class JoinWorkload {
    private static final int IN_TURN = 50;
    private static final int PER_SECOND_W7 = 100;
    private static final int PER_SECOND_W6 = 50;
    private static final int SETTLE_SECONDS = 2;
    private static final int SETTLE_WINDOW_SECONDS = 5;
    private static final int SETTLE_WINDOWS_MAX = 12;
    private static final double SETTLED_SHARE = 0.8;

    /// CPU is counted in ticks of 10 ms, and an idle server uses few.
    private static final int MEDIA_SECONDS = 10;

    private final Runner runner;

    JoinWorkload(Runner runner) {
        this.runner = runner;
    }

    /// One by one at an idle server, one by one beside a load, 100 a second beside that load. The
    /// row's measurement is of the load during the last.
    Row joins(LoadShape background) throws InterruptedException {
        try {
            JoinCost idle;
            try (Load load = load(LoadShape.of(1, 1))) {
                runner.progress().show("W7: warm-up");
                storm().atRate(PER_SECOND_W7, runner.settings().warmupSeconds());
                // What a server then compiles would be put down to the next who join.
                settle();
                idle = inTurn(load);
            }
            try (Load load = load(background)) {
                runner.pause(SETTLE_SECONDS, "W7: the load settles");
                JoinCost atLoad = inTurn(load);
                double nanosPerPacket = atLoad.media().nanosPerPacket();
                return during("W7", load, PER_SECOND_W7)
                        .with("idle", results(idle, nanosPerPacket))
                        .with("atLoad", results(atLoad, nanosPerPacket));
            }
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

    private JoinStorm storm() {
        return new JoinStorm(runner, runner.settings().addresses());
    }

    /// Waits while the server uses less and less: then something from before still goes on.
    private void settle() {
        long lastNanos = Long.MAX_VALUE;
        long usedNanos = Long.MAX_VALUE / 2;
        for (int i = 0; i < SETTLE_WINDOWS_MAX && usedNanos < SETTLED_SHARE * lastNanos; i++) {
            lastNanos = usedNanos;
            long beforeNanos = runner.cpuNanos();
            runner.pause(SETTLE_WINDOW_SECONDS, "W7: the server settles");
            usedNanos = runner.cpuNanos() - beforeNanos;
        }
    }

    private JoinCost inTurn(Load load) throws InterruptedException {
        long keyFrames = load.keyFrames();
        JoinStorm.Joined joined = storm().inTurn(IN_TURN);
        return cost(load, joined, load.keyFrames() - keyFrames);
    }

    private JoinCost cost(Load load, JoinStorm.Joined joined, long keyFrames)
            throws InterruptedException {
        double perSecond = keyFrames / joined.seconds();
        return new JoinCost(
                joined, perSecond, MediaRate.measure(runner, load, MEDIA_SECONDS, perSecond));
    }

    private Map<String, Object> results(JoinCost cost, double nanosPerPacket) {
        return cost.results(nanosPerPacket, runner.settings().serverPid().isPresent());
    }

    private Row during(String label, Load load, int perSecond) throws InterruptedException {
        long keyFrames = load.keyFrames();
        int seconds = runner.settings().seconds();
        CompletableFuture<JoinStorm.Joined> joining = new CompletableFuture<>();
        Thread.ofPlatform()
                .name("joins")
                .start(
                        () -> {
                            try {
                                joining.complete(storm().atRate(perSecond, seconds));
                            } catch (InterruptedException | RuntimeException e) {
                                joining.completeExceptionally(e);
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
        JoinStorm.Joined joined = joining.join();
        JoinCost cost = cost(load, joined, load.keyFrames() - keyFrames);
        return new Row(
                        label,
                        load.shape(),
                        runner.settings().profile(),
                        List.of(measurement),
                        List.of(),
                        joined.failed() == 0
                                ? List.of()
                                : List.of(joined.failed() + " joins failed"),
                        Map.of())
                .with("storm", results(cost, cost.media().nanosPerPacket()))
                .with(
                        "serverResidentBytes",
                        ProcStat.residentBytes(runner.settings().serverPid().orElse(0)));
    }
}
