package weir.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// Damages texts of lines as clients and attackers do: lines lost, doubled, moved, cut or changed.
public final class TextMutator {
    private static final String[] SCRAPS = {
        "",
        " ",
        ":",
        "/",
        "=",
        ";",
        "0",
        "-1",
        "255",
        "65536",
        "4294967296",
        "\0",
        "\r",
        "\n",
        "*",
        "a=",
        "m=",
        "mid",
        "apt=96",
        "99999999999999999999",
        "é",
        "BUNDLE",
        "rtx/90000",
        "%",
        "\t"
    };

    private final Random random;

    public TextMutator(Random random) {
        this.random = random;
    }

    /// Mostly leaves the first two characters of a line, so that not all is lost at the first look.
    ///
    /// @return the text with one to four damages
    public String mutate(String text) {
        List<String> lines = lines(text);
        for (int i = 1 + random.nextInt(4); i > 0 && !lines.isEmpty(); i--) {
            mutate(lines, random.nextInt(lines.size()));
        }
        return String.join("", lines);
    }

    /// Each with its end.
    private static List<String> lines(String text) {
        List<String> lines = new ArrayList<>();
        for (int start = 0, end; start < text.length(); start = end) {
            int feed = text.indexOf('\n', start);
            end = feed < 0 ? text.length() : feed + 1;
            lines.add(text.substring(start, end));
        }
        return lines;
    }

    private void mutate(List<String> lines, int at) {
        String line = lines.get(at);
        int kept = random.nextInt(8) == 0 ? 0 : Math.min(2, line.length());
        int from = kept + random.nextInt(line.length() + 1 - kept);
        int to = from + random.nextInt(line.length() + 1 - from);
        switch (random.nextInt(7)) {
            case 0 -> lines.remove(at);
            case 1 -> lines.add(random.nextInt(lines.size() + 1), line);
            case 2 -> lines.add(random.nextInt(lines.size()), lines.remove(at));
            case 3 -> lines.set(at, line.substring(0, from) + line.substring(to));
            case 4 -> lines.set(at, line.substring(0, from) + scrap() + line.substring(to));
            case 5 -> lines.set(at, line.substring(0, from) + scrap() + line.substring(from));
            default ->
                    lines.set(
                            at,
                            line.substring(0, from)
                                    + (char) random.nextInt(256)
                                    + line.substring(from));
        }
    }

    private String scrap() {
        return SCRAPS[random.nextInt(SCRAPS.length)];
    }

    /// @return up to 400 characters of any kind
    public String noise() {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(400); i > 0; i--) {
            text.append(random.nextInt(4) == 0 ? scrap() : (char) random.nextInt(128));
        }
        return text.toString();
    }
}
