package weir.conformance;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What came of trying out a rule. A value.
public sealed interface Verdict {
    record Pass() implements Verdict {}

    /// @param broken one or more
    record Fail(List<Broken> broken) implements Verdict {}

    /// The server has not what the rule is about, or the suite was not told how to reach it.
    record NotOffered(String because) implements Verdict {}

    /// @param level of the part of the rule that does not hold
    /// @param seen  what was seen instead
    record Broken(Level level, String seen) {}

    default String word() {
        return switch (this) {
            case Pass() -> "pass";
            case Fail(var broken) -> "fail";
            case NotOffered _ -> "not offered";
        };
    }

    /// What was seen, or why nothing was tried; empty if the rule holds.
    default String details() {
        return switch (this) {
            case Pass() -> "";
            case Fail(var broken) ->
                    broken.stream()
                            .map(each -> each.level().word() + ": " + each.seen())
                            .collect(Collectors.joining("; "));
            case NotOffered(var because) -> because;
        };
    }

    /// Of the same rule tried out on the same server with other settings: a failure anywhere is
    /// one,
    /// and once is enough to be offered.
    default Verdict and(Verdict other) {
        return switch (this) {
            case Fail(var broken) ->
                    other instanceof Fail(var more)
                            ? new Fail(
                                    Stream.concat(broken.stream(), more.stream())
                                            .distinct()
                                            .toList())
                            : this;
            case Pass() -> other instanceof Fail ? other : this;
            case NotOffered _ -> other;
        };
    }
}
