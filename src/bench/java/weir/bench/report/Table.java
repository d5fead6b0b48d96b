package weir.bench.report;

import org.HdrHistogram.Histogram;

import weir.bench.run.Growth;
import weir.bench.run.LoadTotals;
import weir.bench.run.Measurement;
import weir.bench.run.Row;
import weir.bench.run.Spread;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// Rows as text: a table, and below it what does not fit.
public final class Table {
    private static final List<String> TITLES =
            List.of(
                    "workload",
                    "streams",
                    "viewers",
                    "profile",
                    "packets/s",
                    "loss %",
                    "worst %",
                    "p50 us",
                    "p99 us",
                    "p99.9 us",
                    "max us",
                    "ns/packet",
                    "min-max",
                    "null",
                    "ratio",
                    "min-max",
                    "busy %",
                    "valid");

    private Table() {}

    public static String of(List<Row> rows) {
        List<List<String>> lines = new ArrayList<>();
        lines.add(TITLES);
        rows.forEach(row -> lines.add(line(row)));
        StringBuilder text = new StringBuilder();
        for (List<String> line : lines) {
            for (int column = 0; column < TITLES.size(); column++) {
                int width = width(lines, column);
                String cell = line.get(column);
                String gap = " ".repeat(width - cell.length());
                text.append(column == 0 ? cell + gap : "  " + gap + cell);
            }
            text.append('\n');
        }
        rows.forEach(row -> text.append(notes(row)));
        Growth.of(rows).forEach(growth -> text.append(note(growth)));
        return text.toString();
    }

    private static int width(List<List<String>> lines, int column) {
        return lines.stream().mapToInt(line -> line.get(column).length()).max().orElse(0);
    }

    private static List<String> line(Row row) {
        List<String> cells = new ArrayList<>();
        cells.add(row.label());
        cells.add(Integer.toString(row.shape().streams()));
        cells.add(Integer.toString(row.shape().viewers()));
        cells.add(Names.profile(row.profile()));
        if (row.isMeasured()) {
            addMeasured(row.median(), cells);
        } else {
            for (int i = 0; i < 7; i++) {
                cells.add("-");
            }
        }
        addSpread(row.serverNanosPerPacket(), "%.0f", cells);
        cells.add(row.nullNanosPerPacket().map(each -> number("%.0f", each.median())).orElse("-"));
        addSpread(row.ratio(), "%.2f", cells);
        cells.add(row.isMeasured() ? number("%.1f", row.median().busyPercent()) : "-");
        cells.add(row.invalidBecause().isEmpty() ? "yes" : "no");
        return cells;
    }

    private static void addSpread(Optional<Spread> spread, String format, List<String> cells) {
        cells.add(spread.map(each -> number(format, each.median())).orElse("-"));
        cells.add(spread.map(each -> range(each, format)).orElse("-"));
    }

    private static String range(Spread spread, String format) {
        return number(format, spread.min()) + "-" + number(format, spread.max());
    }

    private static void addMeasured(Measurement measurement, List<String> cells) {
        LoadTotals load = measurement.load();
        Histogram delays = load.delays().all();
        long packets = load.expected() > 0 ? load.delivered() : load.published();
        cells.add(number("%.0f", packets / measurement.seconds()));
        cells.add(number("%.3f", load.lossPercent()));
        cells.add(number("%.3f", load.worstViewerLossPercent()));
        for (double percentile : new double[] {50, 99, 99.9, 100}) {
            boolean any = delays.getTotalCount() > 0;
            double micros = delays.getValueAtPercentile(percentile) / 1000.0;
            cells.add(any ? number("%.0f", micros) : "-");
        }
    }

    private static String notes(Row row) {
        String name =
                "%s %dx%d".formatted(row.label(), row.shape().streams(), row.shape().viewers());
        String text =
                row.more().entrySet().stream()
                        .map(each -> each.getKey() + " " + compact(each.getValue()))
                        .collect(Collectors.joining(", "));
        String notes = text.isEmpty() ? "" : name + ": " + text + "\n";
        return row.invalidBecause().isEmpty()
                ? notes
                : notes + name + " is invalid: " + String.join("; ", row.invalidBecause()) + "\n";
    }

    private static String note(Growth growth) {
        Spread spread = growth.spread();
        return "growth: a packet costs %s times as much at %d viewers as at %d (%s, %d rounds)\n"
                .formatted(
                        number("%.2f", spread.median()),
                        growth.shape().viewersInAll(),
                        growth.base().viewersInAll(),
                        range(spread, "%.2f"),
                        growth.rounds().size());
    }

    private static String compact(Object value) {
        return switch (value) {
            case Double number -> number("%.2f", number);
            case Map<?, ?> map ->
                    map.entrySet().stream()
                            .map(each -> each.getKey() + " " + compact(each.getValue()))
                            .collect(Collectors.joining(", ", "(", ")"));
            case Object other -> other.toString();
        };
    }

    private static String number(String format, double value) {
        return String.format(Locale.ROOT, format, value);
    }
}
