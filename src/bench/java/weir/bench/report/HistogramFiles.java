package weir.bench.report;

import org.HdrHistogram.Histogram;

import weir.bench.run.Measurement;
import weir.bench.run.Row;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/// Delays as percentile distributions in microseconds (`.hgrm`, what HdrHistogram's plotter reads).
public final class HistogramFiles {
    private static final double NANOS_PER_MICRO = 1000;

    private HistogramFiles() {}

    public static void write(List<Row> rows, Path folder) throws IOException {
        Files.createDirectories(folder);
        for (Row row : rows) {
            write(row, row.server(), folder, "server");
            write(row, row.nothing(), folder, "null-forwarder");
        }
    }

    private static void write(Row row, List<Measurement> rounds, Path folder, String of)
            throws IOException {
        if (rounds.isEmpty()) {
            return;
        }
        Histogram all = rounds.getFirst().load().delays().all().copy();
        rounds.stream().skip(1).forEach(each -> all.add(each.load().delays().all()));
        String name =
                "%s-%dx%d-%s-%s.hgrm"
                        .formatted(
                                row.label().toLowerCase(Locale.ROOT).replace(' ', '-'),
                                row.shape().streams(),
                                row.shape().viewers(),
                                Names.profile(row.profile()),
                                of);
        try (PrintStream out = new PrintStream(folder.resolve(name).toFile())) {
            all.outputPercentileDistribution(out, NANOS_PER_MICRO);
        }
    }
}
