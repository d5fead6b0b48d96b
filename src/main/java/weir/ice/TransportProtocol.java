package weir.ice;

/// What carries the datagrams of a candidate (RFC 8445 §4). Over TCP each is a frame of RFC 4571.
/// A value.
public enum TransportProtocol {
    UDP("udp"),
    TCP("tcp");

    private final String text;

    TransportProtocol(String text) {
        this.text = text;
    }

    /// As in `a=candidate`.
    public String text() {
        return text;
    }
}
