package weir.sdp;

/// Writes a session description, each line ended by CRLF. What it writes, [SdpReader] reads back
/// as an equal value, within its limits.
public final class SdpWriter {
    private final StringBuilder text = new StringBuilder(2048);

    private SdpWriter() {}

    public static String write(SessionDescription description) {
        SdpWriter writer = new SdpWriter();
        writer.session(description);
        description.media().forEach(writer::media);
        return writer.text.toString();
    }

    private void session(SessionDescription description) {
        line('v', "0");
        line('o', description.origin());
        line('s', description.name());
        connection(description.connection());
        line('t', description.timing());
        attributes(description);
    }

    private void media(MediaDescription media) {
        String formats = String.join(" ", media.formats());
        line('m', media.media() + " " + media.port() + " " + media.protocol() + " " + formats);
        connection(media.connection());
        media.bandwidths().forEach(bandwidth -> line('b', bandwidth.toString()));
        attributes(media);
    }

    private void connection(String connection) {
        if (!connection.isEmpty()) {
            line('c', connection);
        }
    }

    private void attributes(DescriptionLevel level) {
        level.attributes().forEach(attribute -> line('a', attribute.toString()));
    }

    private void line(char type, String value) {
        text.append(type).append('=').append(value).append("\r\n");
    }
}
