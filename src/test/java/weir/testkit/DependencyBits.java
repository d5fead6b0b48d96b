package weir.testkit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Dependency descriptors written bit by bit from the tables of AV1 RTP appendix A.6, as text of
/// ones and zeros, so that nothing of Weir's has a part in it.
public final class DependencyBits {
    /// Of one row `S T | Fdiffs | Chains | DTI` of such a table.
    private record Template(int spatialId, int temporalId, int[] diffs, int[] chains, String dtis) {
        static Template of(String row) {
            String[] columns = row.split("\\|");
            int[] layer = numbers(columns[0]);
            return new Template(
                    layer[0],
                    layer[1],
                    numbers(columns[1]),
                    numbers(columns[2]),
                    columns[3].strip());
        }
    }

    public static final DependencyBits L1T3 =
            of(
                    0,
                    "0 0 0",
                    "0 0| |0|SSS",
                    "0 0|4|4|SSS",
                    "0 1|2|2|SD-",
                    "0 2|1|1|D--",
                    "0 2|1|3|D--");

    public static final DependencyBits L2T1 =
            of(
                    5,
                    "1 0",
                    "0 0| |0 0|SS",
                    "0 0|2|2 1|RS",
                    "0 0|2|2 1|SS",
                    "1 0|1|1 1|S-",
                    "1 0|2 1|1 1|R-");

    public static final DependencyBits L3T3 =
            of(
                    60,
                    "2 2 2 1 1 1 0 0 0",
                    "0 0| |0 0 0|SSSSSSSSS",
                    "0 0|12|12 11 10|RRRRRRSSS",
                    "0 1|6|6 5 4|RR-RR-SD-",
                    "0 2|3|3 2 1|R--R--D--",
                    "0 2|3|9 8 7|R--R--D--",
                    "1 0|1|1 1 1|SSSSSS---",
                    "1 0|12 1|1 1 1|RRRSSS---",
                    "1 1|6 1|7 6 5|RR-SD----",
                    "1 2|3 1|4 3 2|R--D-----",
                    "1 2|3 1|10 9 8|R--D-----",
                    "2 0|1|2 1 1|SSS------",
                    "2 0|12 1|2 1 1|SSS------",
                    "2 1|6 1|8 7 6|SD-------",
                    "2 2|3 1|5 4 3|D--------",
                    "2 2|3 1|11 10 9|D--------");

    /// Two layers that refer to each other in key frames alone.
    public static final DependencyBits L2T2_KEY =
            of(
                    20,
                    "1 1 0 0",
                    "0 0| |0 0|SSSS",
                    "0 0|4|4 3|--SS",
                    "0 1|2|2 1|--D-",
                    "1 0|1|1 1|SS--",
                    "1 0|4|1 4|SS--",
                    "1 1|2|3 2|D---");

    private final int offset;
    private final int[] protections;
    private final List<Template> templates;
    private final int[] sizes;

    private DependencyBits(int offset, int[] protections, List<Template> templates, int... sizes) {
        this.offset = offset;
        this.protections = protections;
        this.templates = templates;
        this.sizes = sizes;
    }

    public static DependencyBits of(int offset, String protections, String... rows) {
        List<Template> templates = new ArrayList<>();
        for (String row : rows) {
            templates.add(Template.of(row));
        }
        return new DependencyBits(offset, numbers(protections), templates);
    }

    public DependencyBits withSizes(int... widthsAndHeights) {
        return new DependencyBits(offset, protections, templates, widthsAndHeights);
    }

    private static int[] numbers(String text) {
        String stripped = text.strip();
        return stripped.isEmpty()
                ? new int[0]
                : Arrays.stream(stripped.split("\\s+")).mapToInt(Integer::parseInt).toArray();
    }

    public int targets() {
        return protections.length;
    }

    /// A packet without anything that the template does not say.
    ///
    /// @param template 1 for the first row, as the tables number them
    public byte[] plain(boolean start, boolean end, int template, int frameNumber) {
        return bytes(mandatory(start, end, template, frameNumber));
    }

    /// The first packet of a key frame.
    public byte[] key(boolean end, int template, int frameNumber) {
        return bytes(mandatory(true, end, template, frameNumber) + "10000" + structure());
    }

    /// @param structure with it
    /// @param targets   mask of active targets, target 0 the lowest bit; -1 for none
    /// @param custom    the bits of DTIs, fdiffs and chains, or empty for each that is not there
    public byte[] extended(
            int template, int frameNumber, boolean structure, int targets, String... custom) {
        StringBuilder bits = new StringBuilder(mandatory(true, true, template, frameNumber));
        bits.append(structure ? 1 : 0).append(targets >= 0 ? 1 : 0);
        for (String field : custom) {
            bits.append(field.isEmpty() ? 0 : 1);
        }
        bits.append(structure ? structure() : "");
        bits.append(targets >= 0 ? fixed(targets, targets()) : "");
        return bytes(bits + String.join("", custom));
    }

    private String mandatory(boolean start, boolean end, int template, int frameNumber) {
        return (start ? "1" : "0")
                + (end ? "1" : "0")
                + fixed(offset + template - 1 & 63, 6)
                + fixed(frameNumber & 0xffff, 16);
    }

    private String structure() {
        StringBuilder bits = new StringBuilder(fixed(offset, 6)).append(fixed(targets() - 1, 5));
        for (int i = 0; i < templates.size(); i++) {
            bits.append(i + 1 == templates.size() ? "11" : next(templates.get(i), i + 1));
        }
        for (Template template : templates) {
            template.dtis.chars().forEach(dti -> bits.append(fixed("-DSR".indexOf(dti), 2)));
        }
        for (Template template : templates) {
            for (int diff : template.diffs) {
                bits.append('1').append(fixed(diff - 1, 4));
            }
            bits.append('0');
        }
        int chains = templates.getFirst().chains.length;
        bits.append(nonSymmetric(chains, targets() + 1));
        for (int chain : protections) {
            bits.append(chains == 0 ? "" : nonSymmetric(chain, chains));
        }
        for (Template template : templates) {
            for (int diff : template.chains) {
                bits.append(fixed(diff, 4));
            }
        }
        bits.append(sizes.length == 0 ? '0' : '1');
        for (int size : sizes) {
            bits.append(fixed(size - 1, 16));
        }
        return bits.toString();
    }

    private String next(Template last, int index) {
        Template next = templates.get(index);
        if (next.spatialId != last.spatialId) {
            return "10";
        }
        return next.temporalId == last.temporalId ? "00" : "01";
    }

    public static String fixed(int value, int width) {
        StringBuilder bits = new StringBuilder();
        for (int i = width - 1; i >= 0; i--) {
            bits.append(value >> i & 1);
        }
        return bits.toString();
    }

    public static String nonSymmetric(int value, int values) {
        int width = Integer.toBinaryString(values).length();
        int shorter = (1 << width) - values;
        return value < shorter ? fixed(value, width - 1) : fixed(value + shorter, width);
    }

    public static byte[] bytes(String bits) {
        byte[] bytes = new byte[(bits.length() + 7) / 8];
        for (int i = 0; i < bits.length(); i++) {
            bytes[i / 8] |= (byte) (bits.charAt(i) == '1' ? 0x80 >> i % 8 : 0);
        }
        return bytes;
    }
}
