package weir.bench.run;

import weir.bench.session.MediaLoop;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/// The named workloads. A value.
public enum Workload {
    /// 1 stream to 1, 10, 50, 100, 200, 500 and 1000 viewers.
    W1(1, List.of(1, 10, 50, 100, 200, 500, 1000)),
    /// 100 streams to 10 viewers each.
    W2(100, List.of(10)),
    /// 1 stream to 1000 viewers for 10 minutes.
    W3(1, List.of(1000)),
    /// 1000 publishers, no viewer.
    W4(1000, List.of(0)),
    /// 1000 viewers of a silent stream.
    W5(1, List.of(1000)),
    /// 1 stream to 200 viewers that lose 1 % and ask again; then with 50 joins a second.
    W6(1, List.of(200)),
    /// Joins: one by one idle, one by one beside a load, 100 a second beside it.
    W7(1, List.of(200)),
    /// Weir: a stream watched at its own node and at two that pull it from there.
    W8(1, List.of(50)),
    /// Weir: the publisher's node is killed, and told to stop.
    W9(1, List.of(50)),
    /// Audio only: 10 speakers to 100 listeners each.
    W10(10, List.of(100));

    private static final double LOSS = 0.01;
    private static final int LONG_SECONDS = 600;
    private static final int USUAL_SECONDS = 30;

    private final int streams;
    private final List<Integer> viewers;

    Workload(int streams, List<Integer> viewers) {
        this.streams = streams;
        this.viewers = viewers;
    }

    public int streams() {
        return streams;
    }

    /// Of each stream, one shape after the other.
    public List<Integer> viewers() {
        return viewers;
    }

    public int seconds() {
        return this == W3 ? LONG_SECONDS : USUAL_SECONDS;
    }

    /// Whether it starts its nodes of Weir itself, and needs no URL.
    public boolean startsNodes() {
        return this == W8 || this == W9;
    }

    /// @param shapes  usually those of this workload
    /// @param project where `scripts/weir` is
    /// @param result  called with each row as soon as it is there, and again when there is more of
    ///     it
    public void run(
            MediaLoop loop,
            Settings settings,
            List<LoadShape> shapes,
            Path project,
            Progress progress,
            Consumer<Row> result)
            throws IOException, InterruptedException {
        try (Runner runner = new Runner(loop, settings, progress)) {
            switch (this) {
                case W1, W2, W3, W4 -> runner.measure(name(), shapes, result);
                case W5 -> runner.measure(name(), each(shapes, LoadShape::withoutMedia), result);
                case W10 -> runner.measure(name(), each(shapes, LoadShape::audioOnly), result);
                case W6 -> lossy(runner, each(shapes, shape -> shape.losing(LOSS)), result);
                case W7 -> {
                    for (LoadShape shape : shapes) {
                        result.accept(new JoinWorkload(runner).joins(shape));
                    }
                }
                case W8, W9 -> {
                    var cluster = new ClusterWorkload(loop, settings, progress, project);
                    for (LoadShape shape : shapes) {
                        cluster.run(this == W8, shape).forEach(result);
                    }
                }
            }
        }
    }

    private static List<LoadShape> each(List<LoadShape> shapes, UnaryOperator<LoadShape> change) {
        return shapes.stream().map(change).toList();
    }

    private static void lossy(Runner runner, List<LoadShape> shapes, Consumer<Row> result)
            throws InterruptedException {
        runner.measure("W6", shapes, result);
        for (LoadShape shape : shapes) {
            result.accept(new JoinWorkload(runner).lossyStorm(shape));
        }
    }
}
