package weir.sdp;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// The value of `a=candidate` (RFC 8839 §5.1) without the related address and the extensions, but
/// for the kind of TCP. A value.
///
/// @param foundation 1..32 characters
/// @param component  0..999; 1 is RTP, and RTCP too where they share a port
/// @param transport  `udp`, `tcp` or another, in the writer's case
/// @param priority   0..2³²-1
/// @param address    an IP address or a name, such as one of mDNS
/// @param type       `host`, `srflx`, `prflx`, `relay` or another
/// @param tcpType    `passive`, `active` or `so` (RFC 6544 §4.5), empty for another transport
public record IceCandidate(
        String foundation,
        int component,
        String transport,
        long priority,
        String address,
        int port,
        String type,
        String tcpType) {

    private static final int FOUNDATION_LENGTH_MAX = 32;
    private static final int FIELDS_MIN = 8;
    private static final String TCP_TYPE = "tcptype";

    public IceCandidate {
        SdpText.require(
                SdpText.isToken(foundation)
                        && SdpText.isToken(transport)
                        && SdpText.isToken(address)
                        && SdpText.isToken(type)
                        && (tcpType.isEmpty() || SdpText.isToken(tcpType)),
                "a candidate's texts are words");
    }

    /// @param value what follows `a=candidate:`
    /// @return empty if it breaks the grammar
    public static Optional<IceCandidate> read(String value) {
        List<String> fields = SdpText.words(value);
        if (fields.size() < FIELDS_MIN
                || fields.getFirst().length() > FOUNDATION_LENGTH_MAX
                || !fields.getFirst().chars().allMatch(IceCandidate::isIceCharacter)
                || !fields.get(6).equalsIgnoreCase("typ")) {
            return Optional.empty();
        }
        OptionalLong component = SdpText.number(fields.get(1), 999);
        OptionalLong priority = SdpText.number(fields.get(3), 0xffff_ffffL);
        OptionalLong port = SdpText.number(fields.get(5), 0xffff);
        if (component.isEmpty() || priority.isEmpty() || port.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                new IceCandidate(
                        fields.getFirst(),
                        (int) component.getAsLong(),
                        fields.get(2),
                        priority.getAsLong(),
                        fields.get(4),
                        (int) port.getAsLong(),
                        fields.get(7),
                        tcpType(fields)));
    }

    /// Extensions come in pairs of name and value.
    private static String tcpType(List<String> fields) {
        for (int i = FIELDS_MIN; i + 1 < fields.size(); i += 2) {
            if (fields.get(i).equalsIgnoreCase(TCP_TYPE)) {
                return fields.get(i + 1);
            }
        }
        return "";
    }

    /// RFC 8839 §5.1: ice-char.
    private static boolean isIceCharacter(int c) {
        return c >= 'a' && c <= 'z'
                || c >= 'A' && c <= 'Z'
                || c >= '0' && c <= '9'
                || c == '+'
                || c == '/';
    }

    /// Where datagrams can be sent for this candidate; empty for another transport or component,
    /// and for a name, which is not looked up.
    public Optional<InetSocketAddress> findUdpAddress() {
        boolean udp = transport.equalsIgnoreCase("udp");
        boolean literal = address.indexOf(':') >= 0 || address.matches("\\d+(\\.\\d+){3}");
        if (!udp || component != 1 || port == 0 || !literal || address.indexOf('%') >= 0) {
            return Optional.empty();
        }
        try {
            return Optional.of(new InetSocketAddress(InetAddress.ofLiteral(address), port));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    /// What follows `a=candidate:`.
    public String value() {
        return String.join(
                " ",
                foundation,
                Integer.toString(component),
                transport,
                Long.toString(priority),
                address,
                Integer.toString(port),
                "typ",
                tcpType.isEmpty() ? type : type + " " + TCP_TYPE + " " + tcpType);
    }
}
