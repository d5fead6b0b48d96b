package weir.wire;

/// A peer sent bytes that break a rule of the wire.
///
/// Checked, so that nobody forgets it; without a stack trace, so that a flood of them costs a
/// counter each. It is caught in one place per socket, counted by [#rule()], and the datagram
/// dropped.
public final class MalformedPacketException extends Exception {
    /// The clause that was broken. Implemented by one enum per protocol, whose constants' names are
    /// the metric's labels.
    public interface Rule {
        String name();

        /// The clause in words, beginning with its RFC and section.
        String clause();
    }

    private final transient Rule rule;

    public MalformedPacketException(Rule rule) {
        super(rule.name(), null, false, false);
        this.rule = rule;
    }

    public Rule rule() {
        return rule;
    }

    @Override
    public String getMessage() {
        return rule.name() + " (" + rule.clause() + ")";
    }
}
