package weir.bench.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/// How much dearer a packet is with more viewers: cost over cost of the same round, so that the
/// machine's drift from round to round does not count. A value.
///
/// @param base   with the fewest viewers, but enough that what is fixed does not count
/// @param rounds those in which both were measured and valid
public record Growth(LoadShape base, LoadShape shape, List<Double> rounds) {
    private static final int BASE_VIEWERS_MIN = 50;

    /// @return one for each shape above the base, in which any round can be compared
    public static List<Growth> of(List<Row> rows) {
        Optional<Row> base =
                rows.stream()
                        .filter(row -> row.shape().viewersInAll() >= BASE_VIEWERS_MIN)
                        .filter(
                                row ->
                                        IntStream.range(0, row.server().size())
                                                .anyMatch(row::isValid))
                        .findFirst();
        List<Growth> growths = new ArrayList<>();
        for (Row row : rows) {
            if (base.isPresent() && isMore(base.get(), row)) {
                List<Double> rounds = rounds(base.get(), row);
                if (!rounds.isEmpty()) {
                    growths.add(new Growth(base.get().shape(), row.shape(), rounds));
                }
            }
        }
        return growths;
    }

    private static boolean isMore(Row base, Row row) {
        return row.label().equals(base.label())
                && row.shape().viewersInAll() > base.shape().viewersInAll();
    }

    private static List<Double> rounds(Row base, Row row) {
        return IntStream.range(0, Math.min(base.server().size(), row.server().size()))
                .filter(round -> base.isValid(round) && row.isValid(round))
                .mapToObj(round -> ratio(base.server().get(round), row.server().get(round)))
                .flatMap(ratio -> ratio.stream().boxed())
                .toList();
    }

    private static OptionalDouble ratio(Measurement base, Measurement more) {
        double cost = base.nanosPerPacket().orElse(0);
        return cost > 0 && more.nanosPerPacket().isPresent()
                ? OptionalDouble.of(more.nanosPerPacket().getAsLong() / cost)
                : OptionalDouble.empty();
    }

    public Spread spread() {
        return Spread.of(rounds.stream().mapToDouble(Double::doubleValue)).orElseThrow();
    }
}
