package weir.sdp;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/// Reads a session description (RFC 8866), leniently where that harms nobody: lines may end in LF,
/// may be blank, and their order within a section does not matter.
public final class SdpReader {
    /// Characters of the whole text.
    public static final int LENGTH_MAX = 256 * 1024;

    public static final int LINE_LENGTH_MAX = 8 * 1024;
    public static final int LINES_MAX = 4096;
    public static final int MEDIA_MAX = 64;

    /// Of one media section: as many as there are payload types.
    public static final int FORMATS_MAX = 128;

    /// Characters of the fmtp lines of one media section, of which each session keeps those of the
    /// formats that it takes; browsers have about two thousand.
    public static final int FORMATS_LENGTH_MAX = 8 * 1024;

    /// For the session level and for each media section.
    public static final int ATTRIBUTES_MAX = 1024;

    /// Of these attributes fewer, again for each level. Extensions: as many as there are ids.
    private static final List<AttributeLimit> ATTRIBUTE_LIMITS =
            List.of(
                    new AttributeLimit("candidate", 256, SdpRule.TOO_MANY_CANDIDATES),
                    new AttributeLimit("rid", 32, SdpRule.TOO_MANY_RIDS),
                    new AttributeLimit("extmap", 255, SdpRule.TOO_MANY_EXTENSIONS));

    private record AttributeLimit(String name, int max, SdpRule rule) {
        void check(List<SdpLine> section) throws SdpSyntaxException {
            int count = 0;
            for (SdpLine line : section) {
                if (line.isAttribute(name) && ++count > max) {
                    throw new SdpSyntaxException(line.number(), rule);
                }
            }
        }
    }

    private SdpReader() {}

    public static SessionDescription read(String text) throws SdpSyntaxException {
        List<SdpLine> lines = SdpLine.split(text);
        if (lines.isEmpty() || !lines.getFirst().equals(new SdpLine(1, 'v', "0"))) {
            throw new SdpSyntaxException(1, SdpRule.VERSION_NOT_0);
        }
        List<List<SdpLine>> sections = SdpLine.sections(lines);
        List<SdpLine> session = sections.getFirst();
        List<MediaDescription> media = new ArrayList<>();
        for (List<SdpLine> section : sections.subList(1, sections.size())) {
            media.add(media(section));
        }
        return new SessionDescription(
                origin(session),
                only(session, 's', SdpRule.NAME_MISSING).value(),
                first(session, 'c', ""),
                first(session, 't', "0 0"),
                attributes(session),
                media);
    }

    private static String origin(List<SdpLine> session) throws SdpSyntaxException {
        SdpLine line = only(session, 'o', SdpRule.ORIGIN_INVALID);
        if (SdpText.words(line.value()).size() != 6) {
            throw new SdpSyntaxException(line.number(), SdpRule.ORIGIN_INVALID);
        }
        return line.value();
    }

    private static SdpLine only(List<SdpLine> section, char type, SdpRule otherwise)
            throws SdpSyntaxException {
        List<SdpLine> found = section.stream().filter(line -> line.type() == type).toList();
        if (found.size() != 1) {
            throw new SdpSyntaxException(section.getLast().number(), otherwise);
        }
        return found.getFirst();
    }

    private static String first(List<SdpLine> section, char type, String otherwise) {
        return section.stream()
                .filter(line -> line.type() == type)
                .map(SdpLine::value)
                .findFirst()
                .orElse(otherwise);
    }

    /// @param section begins with its m= line
    static MediaDescription media(List<SdpLine> section) throws SdpSyntaxException {
        SdpLine line = section.getFirst();
        List<String> fields = SdpText.words(line.value());
        if (fields.size() < 4) {
            throw new SdpSyntaxException(line.number(), SdpRule.MEDIA_INVALID);
        }
        if (fields.size() - 3 > FORMATS_MAX) {
            throw new SdpSyntaxException(line.number(), SdpRule.TOO_MANY_FORMATS);
        }
        String port = fields.get(1);
        int slash = port.indexOf('/');
        OptionalLong number = SdpText.number(slash < 0 ? port : port.substring(0, slash), 0xffff);
        if (number.isEmpty()) {
            throw new SdpSyntaxException(line.number(), SdpRule.MEDIA_INVALID);
        }
        return new MediaDescription(
                fields.getFirst(),
                (int) number.getAsLong(),
                fields.get(2),
                fields.subList(3, fields.size()),
                first(section, 'c', ""),
                bandwidths(section),
                attributes(section));
    }

    private static List<Bandwidth> bandwidths(List<SdpLine> section) {
        return section.stream()
                .filter(each -> each.type() == 'b')
                .flatMap(each -> Bandwidth.parse(each.value()).stream())
                .toList();
    }

    static List<Attribute> attributes(List<SdpLine> section) throws SdpSyntaxException {
        List<Attribute> attributes = new ArrayList<>();
        for (SdpLine line : section) {
            if (line.type() == 'a') {
                if (attributes.size() == ATTRIBUTES_MAX) {
                    throw new SdpSyntaxException(line.number(), SdpRule.TOO_MANY_ATTRIBUTES);
                }
                attributes.add(line.attribute());
            }
        }
        for (AttributeLimit limit : ATTRIBUTE_LIMITS) {
            limit.check(section);
        }
        checkFormats(section);
        return attributes;
    }

    private static void checkFormats(List<SdpLine> section) throws SdpSyntaxException {
        int length = 0;
        for (SdpLine line : section) {
            length += line.isAttribute("fmtp") ? line.value().length() : 0;
            if (length > FORMATS_LENGTH_MAX) {
                throw new SdpSyntaxException(line.number(), SdpRule.FORMATS_TOO_LONG);
            }
        }
    }
}
