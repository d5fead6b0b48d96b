package weir.access;

/// What is decided of an [Attempt]. A value.
public sealed interface Decision {
    record Admitted(Grant grant) implements Decision {}

    record Refused(Denial denial) implements Decision {}

    /// Where there is no access control.
    Decision UNLIMITED = new Admitted(Grant.UNLIMITED);
}
