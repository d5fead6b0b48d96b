package weir.it;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a node counts, at one moment, as Prometheus reads it.
public record Metrics(String text) {
    private static final Pattern SAMPLE =
            Pattern.compile("^(\\w+)(?:\\{(.*)\\})? (\\S+)$", Pattern.MULTILINE);

    /// @param labels each as `name="value"`; samples without one of them are left out
    /// @return the sum of all samples with this name; 0 if there is none
    public double sum(String name, String... labels) {
        return SAMPLE.matcher(text)
                .results()
                .filter(sample -> sample.group(1).equals(name))
                .filter(sample -> hasAll(sample.group(2), List.of(labels)))
                .mapToDouble(sample -> Double.parseDouble(sample.group(3)))
                .sum();
    }

    /// Whether any sample has this name.
    public boolean has(String name) {
        Matcher sample = SAMPLE.matcher(text);
        while (sample.find()) {
            if (sample.group(1).equals(name)) {
                return true;
            }
        }
        return false;
    }

    private static boolean hasAll(String sampleLabels, List<String> labels) {
        return labels.stream()
                .allMatch(label -> sampleLabels != null && sampleLabels.contains(label));
    }
}
