package weir.rtp;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Bits a second. A value.
///
/// @param bps 0 or more
public record Bitrate(long bps) implements Comparable<Bitrate> {
    private static final Pattern TEXT = Pattern.compile("(\\d{1,9})(?:\\.(\\d{1,6}))?([kMG]?)");

    public Bitrate {
        if (bps < 0) {
            throw new IllegalArgumentException("a bit rate must be 0 or more, is " + bps);
        }
    }

    /// Reads `600000`, `600k`, `2.5M` or `1G`; the letters are powers of 1000.
    public static Optional<Bitrate> parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        long unit = unit(matcher.group(3));
        String fraction = matcher.group(2) == null ? "" : matcher.group(2);
        long parts = (long) Math.pow(10, fraction.length());
        long units = Long.parseLong(matcher.group(1) + fraction) * unit;
        return units % parts == 0 ? Optional.of(new Bitrate(units / parts)) : Optional.empty();
    }

    private static long unit(String letter) {
        return switch (letter) {
            case "k" -> 1_000;
            case "M" -> 1_000_000;
            case "G" -> 1_000_000_000;
            default -> 1;
        };
    }

    @Override
    public int compareTo(Bitrate other) {
        return Long.compare(bps, other.bps);
    }

    /// As [#parse(String)] reads it.
    @Override
    public String toString() {
        if (bps >= 1_000_000 && bps % 10_000 == 0) {
            return decimal(bps / 10_000) + "M";
        }
        return bps >= 1_000 && bps % 10 == 0 ? decimal(bps / 10) + "k" : Long.toString(bps);
    }

    private static String decimal(long hundredths) {
        String text = hundredths / 100 + "." + (hundredths / 10 % 10) + (hundredths % 10);
        return text.replaceFirst("\\.?0+$", "");
    }
}
