package weir.bench.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Whether a measurement says something about the server, and not about the generator or the
/// machine.
public final class Validity {
    static final double BUSY_PERCENT_MAX = 85;
    static final double SLIP_MICROS_MAX = 1000;
    static final double STEAL_PERCENT_MAX = 0.5;
    static final double LOSS_PERCENT_MAX = 0.1;
    static final double WORST_LOSS_PERCENT_MAX = 1;

    private static final double NANOS_PER_MICRO = 1000;

    private Validity() {}

    /// @return what is wrong with it, none if it is valid
    public static List<String> problems(Measurement measurement) {
        List<String> problems = new ArrayList<>();
        LoadTotals load = measurement.load();
        double slip = load.slip().getValueAtPercentile(99) / NANOS_PER_MICRO;
        above(problems, "generator busy %.1f %%", measurement.busyPercent(), BUSY_PERCENT_MAX);
        above(problems, "sends slipped by %.0f us at p99", slip, SLIP_MICROS_MAX);
        above(problems, "steal time %.2f %%", measurement.stealPercent(), STEAL_PERCENT_MAX);
        above(problems, "loss %.3f %%", load.lossPercent(), LOSS_PERCENT_MAX);
        above(
                problems,
                "loss of the worst viewer %.3f %%",
                load.worstViewerLossPercent(),
                WORST_LOSS_PERCENT_MAX);
        above(problems, "%.0f datagrams dropped by our sockets", measurement.drops(), 0);
        above(problems, "%.0f packets not taken by our kernel", load.refused(), 0);
        above(problems, "%.0f packets could not be opened", load.unopened(), 0);
        above(problems, "%.0f sessions lost", load.sessionsLost(), 0);
        if (load.expected() > 0 && load.delivered() == 0) {
            problems.add("nothing was delivered");
        }
        return problems;
    }

    private static void above(List<String> problems, String text, double value, double max) {
        if (value > max) {
            problems.add(String.format(Locale.ROOT, text, value));
        }
    }
}
