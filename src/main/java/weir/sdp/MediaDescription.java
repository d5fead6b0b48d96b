package weir.sdp;

import java.util.List;

/// A media section (RFC 8866 §5.14). A value.
///
/// @param media      `audio`, `video`, `application`, …
/// @param port       0..65535; the number of ports behind a slash is not kept
/// @param protocol   such as `UDP/TLS/RTP/SAVPF`
/// @param formats    one or more: payload types where the protocol is RTP
/// @param connection `c=`, empty if there is none
/// @param bandwidths `b=`, often none
public record MediaDescription(
        String media,
        int port,
        String protocol,
        List<String> formats,
        String connection,
        List<Bandwidth> bandwidths,
        List<Attribute> attributes)
        implements DescriptionLevel {

    public MediaDescription {
        formats = List.copyOf(formats);
        bandwidths = List.copyOf(bandwidths);
        attributes = List.copyOf(attributes);
        SdpText.require(
                SdpText.isToken(media)
                        && SdpText.isToken(protocol)
                        && formats.stream().allMatch(SdpText::isToken),
                "medium, protocol and formats are words");
        SdpText.require(!formats.isEmpty(), "a media section has a format");
        SdpText.require(port >= 0 && port <= 0xffff, "a port is 0 to 65535");
        SdpText.require(SdpText.isOneLine(connection), "c= has no line break");
    }

    /// One that says nothing of bandwidth.
    public MediaDescription(
            String media,
            int port,
            String protocol,
            List<String> formats,
            String connection,
            List<Attribute> attributes) {
        this(media, port, protocol, formats, connection, List.of(), attributes);
    }
}
