package weir.sdp;

/// A client sent a text that breaks a rule of [SdpRule].
///
/// Checked, so that nobody forgets it, and without a stack trace, so that a flood of them costs
/// little. Its message quotes nothing of the text, which may hold credentials.
public final class SdpSyntaxException extends Exception {
    private final int line;
    private final SdpRule rule;

    SdpSyntaxException(int line, SdpRule rule) {
        super("line " + line + ": " + rule.clause(), null, false, false);
        this.line = line;
        this.rule = rule;
    }

    /// Where it was noticed, 1 for the first line; the last line's for what is missing.
    public int line() {
        return line;
    }

    public SdpRule rule() {
        return rule;
    }

    /// A short sentence for people, without the line.
    public String reason() {
        return rule.clause();
    }
}
