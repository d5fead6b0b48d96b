package weir.peer;

/// Which side sends the ClientHello (`a=setup`, RFC 5763 §5). A value; ours, not the peer's.
public enum DtlsRole {
    CLIENT,
    SERVER
}
