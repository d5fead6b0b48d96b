package weir.it;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;

/// Times that were measured, beside their targets, for people: how fast it is depends on what else
/// the machine does, and fails no test unless it is far off.
public final class Figures {
    /// A figure fails its test beyond this many times its target.
    public static final int TOLERANCE = 4;

    private Figures() {}

    /// @return the figure, to assert on
    public static double note(String what, double value, String unit, double target) {
        String verdict = value <= target ? "met" : "MISSED";
        write(format("%s: %.0f %s (target %.0f, %s)", what, value, unit, target, verdict));
        return value;
    }

    /// @return the median
    public static double noteMedian(String what, List<Double> values, String unit, double target) {
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        double median =
                sorted.size() % 2 == 1
                        ? sorted.get(middle)
                        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
        String range =
                format(
                        "median of %d, %.0f–%.0f",
                        sorted.size(), sorted.getFirst(), sorted.getLast());
        return note(what + " (" + range + ")", median, unit, target);
    }

    /// What explains a figure.
    public static void remark(String line) {
        write("    " + line);
    }

    /// How busy the machine is, with all that runs on it besides.
    public static void remarkLoad() {
        double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
        remark(format("load average %.1f", load));
    }

    private static String format(String pattern, Object... values) {
        return String.format(Locale.ROOT, pattern, values);
    }

    private static void write(String line) {
        try {
            Path file = WeirCluster.logs().resolve("figures.txt");
            Files.writeString(
                    file, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
