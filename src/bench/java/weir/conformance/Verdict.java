package weir.conformance;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What came of trying out a rule. A value.
public sealed interface Verdict {
    record Pass() implements Verdict {}

    /// @param broken one or more; the most binding first, and of what was seen twice the most
    ///     binding
    record Fail(List<Broken> broken) implements Verdict {
        public Fail {
            Map<String, Broken> bySeen = new LinkedHashMap<>();
            broken.stream()
                    .sorted(Comparator.comparing(Broken::level))
                    .forEach(each -> bySeen.putIfAbsent(each.seen(), each));
            broken = List.copyOf(bySeen.values());
        }
    }

    /// The server has not what the rule is about, or the suite was not told how to reach it.
    record NotOffered(String because) implements Verdict {}

    /// @param level of the part of the rule that does not hold
    /// @param seen  what was seen instead, in one line
    record Broken(Level level, String seen) {
        public Broken {
            seen = seen.strip().replaceAll("\\s+", " ");
        }

        /// `must: GET /whep/… → 405`.
        @Override
        public String toString() {
            return level.word() + ": " + seen;
        }
    }

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
                    broken.stream().map(Broken::toString).collect(Collectors.joining("; "));
            case NotOffered(var because) -> because;
        };
    }

    /// Of the same rule tried out on the same server with other settings: a failure anywhere is
    /// one, and once is enough to be offered.
    default Verdict and(Verdict other) {
        return switch (this) {
            case Fail(var broken) ->
                    other instanceof Fail(var more)
                            ? new Fail(Stream.concat(broken.stream(), more.stream()).toList())
                            : this;
            case Pass() -> other instanceof Fail ? other : this;
            case NotOffered _ -> other;
        };
    }
}
