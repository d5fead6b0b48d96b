package weir.it.browser;

import io.vertx.core.json.JsonArray;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/// The pictures that a viewer has shown, in order.
final class Pictures {
    /// @param atMillis when it was shown, since 1970
    record Shown(double atMillis, int width, int height) {}

    private static final double REMARKABLE_MILLIS = 150;

    private final List<Shown> all = new ArrayList<>();

    void add(Object text) {
        for (Object each : new JsonArray((String) text)) {
            JsonArray shown = (JsonArray) each;
            all.add(new Shown(shown.getDouble(0), shown.getInteger(1), shown.getInteger(2)));
        }
    }

    /// The longest time between one picture and the next; the first and the last picture of the
    /// interval are what is just outside.
    double longestGapMillis(double fromMillis, double toMillis) {
        double longest = 0;
        double before = fromMillis;
        for (Shown shown : all) {
            if (shown.atMillis() > fromMillis && shown.atMillis() <= toMillis) {
                longest = Math.max(longest, shown.atMillis() - before);
                before = shown.atMillis();
            } else if (shown.atMillis() <= fromMillis) {
                before = shown.atMillis();
            }
        }
        return Math.max(longest, all.isEmpty() ? toMillis - fromMillis : toMillis - before);
    }

    /// Each gap of 150 ms and more, as `length at seconds since the beginning`.
    List<String> gaps(double fromMillis, double toMillis) {
        List<Shown> shown = between(fromMillis, toMillis);
        List<String> gaps = new ArrayList<>();
        for (int i = 1; i < shown.size(); i++) {
            double before = shown.get(i - 1).atMillis();
            double gap = shown.get(i).atMillis() - before;
            if (gap >= REMARKABLE_MILLIS) {
                gaps.add("%.0f at %.1f".formatted(gap, (before - fromMillis) / 1000));
            }
        }
        return gaps;
    }

    private List<Shown> between(double fromMillis, double toMillis) {
        return all.stream()
                .filter(shown -> shown.atMillis() > fromMillis && shown.atMillis() <= toMillis)
                .toList();
    }

    /// How long after a time the first picture with a width was shown.
    OptionalDouble millisUntilWidth(int width, double fromMillis) {
        return all.stream()
                .filter(shown -> shown.atMillis() > fromMillis && shown.width() == width)
                .mapToDouble(shown -> shown.atMillis() - fromMillis)
                .findFirst();
    }
}
