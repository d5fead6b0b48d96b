package weir.peer;

/// Who makes the connectivity checks. A value; ours, not the peer's.
public enum IceRole {
    /// ICE-lite: only answers (RFC 8445 §2.5). Towards all who dial us.
    LITE,
    /// The controlling agent (RFC 8445 §6.1.1). Where we dial.
    CONTROLLING
}
