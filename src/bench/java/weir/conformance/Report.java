package weir.conformance;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// Verdicts as text, as Markdown and as JSON. A value.
///
/// @param verdicts by the rules' numbers
public record Report(Map<Integer, Verdict> verdicts) {
    private record Row(Rule rule, Verdict verdict) {}

    /// Lines of text about one rule that does not hold; the other forms have all.
    private static final int LINES_MAX = 5;

    private static final String LEVELS =
            "M must, S should, C choice: Weir's, where the specification leaves it open\n";

    private List<Row> rows() {
        return RuleBook.rules().stream()
                .filter(rule -> verdicts.containsKey(rule.number()))
                .map(rule -> new Row(rule, verdicts.get(rule.number())))
                .toList();
    }

    public boolean hasFailed() {
        return count("fail") > 0;
    }

    private long count(String word) {
        return verdicts.values().stream().filter(verdict -> verdict.word().equals(word)).count();
    }

    /// `58 rules: 55 pass, 1 fail (1 must), 2 not offered`.
    public String summary() {
        List<String> failures = new ArrayList<>();
        for (Level level : Level.values()) {
            long count =
                    verdicts.values().stream()
                            .filter(each -> worst(each).equals(Optional.of(level)))
                            .count();
            if (count > 0) {
                failures.add(count + " " + level.word());
            }
        }
        return "%d rules: %d pass, %d fail%s, %d not offered"
                .formatted(
                        verdicts.size(),
                        count("pass"),
                        count("fail"),
                        failures.isEmpty() ? "" : " (" + String.join(", ", failures) + ")",
                        count("not offered"));
    }

    /// The most binding level of what does not hold.
    private static Optional<Level> worst(Verdict verdict) {
        return verdict instanceof Verdict.Fail(var broken)
                ? broken.stream().map(Verdict.Broken::level).min(Level::compareTo)
                : Optional.empty();
    }

    /// A line for each rule, and below it one for each thing that was seen in its place.
    public String text() {
        StringBuilder text = new StringBuilder();
        for (Row row : rows()) {
            text.append(
                    "%2d %-4s %s  %-34s %s"
                            .formatted(
                                    row.rule().number(),
                                    row.rule().id(),
                                    row.rule().level(),
                                    row.rule().text(),
                                    row.verdict().word()));
            text.append(
                    switch (row.verdict()) {
                        case Verdict.Pass() -> "\n";
                        case Verdict.NotOffered(var because) -> ": " + because + "\n";
                        case Verdict.Fail(var broken) -> "\n" + lines(broken);
                    });
        }
        return text.append(LEVELS).append(summary()).append('\n').toString();
    }

    private static String lines(List<Verdict.Broken> broken) {
        StringBuilder lines = new StringBuilder();
        broken.stream()
                .limit(LINES_MAX)
                .forEach(each -> lines.append("           ").append(each).append('\n'));
        int more = broken.size() - LINES_MAX;
        return more <= 0
                ? lines.toString()
                : lines
                        + "           and %d more, which --json and --markdown tell\n"
                                .formatted(more);
    }

    public String markdown() {
        return rows().stream()
                .map(
                        row ->
                                "| %d | %s | %s | %s | %s | %s |\n"
                                        .formatted(
                                                row.rule().number(),
                                                row.rule().id(),
                                                row.rule().level(),
                                                row.rule().text(),
                                                row.verdict().word(),
                                                row.verdict().details().replace("|", "\\|")))
                .collect(
                        Collectors.joining(
                                "",
                                "| | id | | rule | | seen |\n|---|---|---|---|---|---|\n",
                                "\n" + summary() + "\n"));
    }

    public JsonObject json() {
        JsonArray rules = new JsonArray();
        for (Row row : rows()) {
            rules.add(
                    new JsonObject()
                            .put("number", row.rule().number())
                            .put("id", row.rule().id())
                            .put("level", row.rule().level().name())
                            .put("text", row.rule().text())
                            .put("verdict", row.verdict().word())
                            .put("seen", row.verdict().details()));
        }
        return new JsonObject().put("summary", summary()).put("rules", rules);
    }
}
