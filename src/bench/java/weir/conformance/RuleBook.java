package weir.conformance;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// All rules, 1 to 58.
public final class RuleBook {
    private static final List<Rule> RULES =
            Stream.of(
                            ResourceRules.rules(),
                            OfferRules.rules(),
                            AnswerRules.rules(),
                            PatchRules.rules(),
                            RestartRules.rules(),
                            LifetimeRules.rules(),
                            AccessRules.rules(),
                            WhepRules.rules(),
                            ExtensionRules.rules(),
                            ClusterRules.rules())
                    .flatMap(List::stream)
                    .sorted(Comparator.comparingInt(Rule::number))
                    .toList();

    private RuleBook() {}

    /// By number.
    public static List<Rule> rules() {
        return RULES;
    }
}
