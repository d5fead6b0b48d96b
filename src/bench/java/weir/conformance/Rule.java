package weir.conformance;

/// One rule of the checklist. A value.
///
/// @param number 1 to 58
/// @param id     W of both protocols, E of WHEP, X of its extensions, K of clusters
/// @param level  the most binding of its parts
/// @param text   what it says, in a few words
/// @param pace   when it may run
public record Rule(int number, String id, Level level, String text, Pace pace, Check check) {
    /// Whether a rule disturbs others.
    enum Pace {
        /// Beside others.
        BESIDE,
        /// Waits for a long time, and so begins first.
        SLOW,
        /// Alone, after all others: it takes the server's capacity.
        LAST
    }

    /// Tries the rule out.
    interface Check {
        /// @throws Exception that the server does not answer as it must to be tested at all
        void run(Trial trial) throws Exception;
    }

    /// One that disturbs no other.
    static Rule rule(int number, String id, Level level, String text, Check check) {
        return new Rule(number, id, level, text, Pace.BESIDE, check);
    }
}
