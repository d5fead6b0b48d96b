package weir.bench.run;

import java.util.Optional;
import java.util.stream.DoubleStream;

/// What several rounds say together. A value.
public record Spread(double median, double min, double max) {
    /// @return empty of nothing
    static Optional<Spread> of(DoubleStream rounds) {
        double[] sorted = rounds.sorted().toArray();
        if (sorted.length == 0) {
            return Optional.empty();
        }
        double median = (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
        return Optional.of(new Spread(median, sorted[0], sorted[sorted.length - 1]));
    }
}
