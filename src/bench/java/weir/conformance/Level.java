package weir.conformance;

/// How binding a rule is.
public enum Level {
    /// A MUST of the specification.
    M("must"),
    /// A SHOULD.
    S("should"),
    /// Left open by the specification; what Weir chose.
    C("choice");

    private final String word;

    Level(String word) {
        this.word = word;
    }

    String word() {
        return word;
    }
}
