package weir.sdp;

/// An `a=` line (RFC 8866 §5.13). A value.
///
/// @param name  without colon, not empty
/// @param value empty for a property such as `a=rtcp-mux`
public record Attribute(String name, String value) {
    public Attribute {
        SdpText.require(
                !name.isEmpty() && name.indexOf(':') < 0 && SdpText.isOneLine(name),
                "an attribute's name is not empty and has no colon and no line break");
        SdpText.require(SdpText.isOneLine(value), "an attribute's value has no line break");
    }

    public Attribute(String name) {
        this(name, "");
    }

    @Override
    public String toString() {
        return value.isEmpty() ? name : name + ":" + value;
    }
}
