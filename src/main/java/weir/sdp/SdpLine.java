package weir.sdp;

import java.util.ArrayList;
import java.util.List;

/// One line of a description, taken apart at its `=`.
///
/// @param number 1 for the first
record SdpLine(int number, char type, String value) {

    /// The lines that are not blank; each ends in CRLF, LF or the text's end.
    static List<SdpLine> split(String text) throws SdpSyntaxException {
        if (text.length() > SdpReader.LENGTH_MAX) {
            throw new SdpSyntaxException(1, SdpRule.TEXT_TOO_LONG);
        }
        List<SdpLine> lines = new ArrayList<>();
        int number = 0;
        for (int start = 0; start < text.length(); ) {
            int feed = text.indexOf('\n', start);
            int next = feed < 0 ? text.length() : feed + 1;
            int end = feed < 0 ? text.length() : feed;
            if (end > start && text.charAt(end - 1) == '\r') {
                end--;
            }
            number++;
            if (number > SdpReader.LINES_MAX) {
                throw new SdpSyntaxException(number, SdpRule.TOO_MANY_LINES);
            }
            if (end > start) {
                lines.add(read(number, text.substring(start, end)));
            }
            start = next;
        }
        return lines;
    }

    private static SdpLine read(int number, String line) throws SdpSyntaxException {
        if (line.length() > SdpReader.LINE_LENGTH_MAX) {
            throw new SdpSyntaxException(number, SdpRule.LINE_TOO_LONG);
        }
        if (!SdpText.isOneLine(line)) {
            throw new SdpSyntaxException(number, SdpRule.CONTROL_CHARACTER);
        }
        if (line.length() < 2 || line.charAt(1) != '=' || !Character.isLetter(line.charAt(0))) {
            throw new SdpSyntaxException(number, SdpRule.LINE_WITHOUT_TYPE);
        }
        return new SdpLine(number, line.charAt(0), line.substring(2));
    }

    /// The session's lines, which may be none, and then those of each media section, which begin
    /// with its m= line.
    static List<List<SdpLine>> sections(List<SdpLine> lines) throws SdpSyntaxException {
        List<List<SdpLine>> sections = new ArrayList<>();
        List<SdpLine> current = new ArrayList<>();
        sections.add(current);
        for (SdpLine line : lines) {
            if (line.type == 'm') {
                if (sections.size() > SdpReader.MEDIA_MAX) {
                    throw new SdpSyntaxException(line.number, SdpRule.TOO_MANY_MEDIA);
                }
                current = new ArrayList<>();
                sections.add(current);
            }
            current.add(line);
        }
        return sections;
    }

    boolean isAttribute(String name) {
        return type == 'a'
                && value.startsWith(name)
                && (value.length() == name.length() || value.charAt(name.length()) == ':');
    }

    /// The attribute of an a= line.
    Attribute attribute() throws SdpSyntaxException {
        int colon = value.indexOf(':');
        String name = colon < 0 ? value : value.substring(0, colon);
        if (name.isEmpty()) {
            throw new SdpSyntaxException(number, SdpRule.ATTRIBUTE_INVALID);
        }
        return colon < 0 ? new Attribute(name) : new Attribute(name, value.substring(colon + 1));
    }
}
