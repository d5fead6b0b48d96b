package weir.rtp;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Which of a viewer's formats can carry what a publisher sends, without touching the payload.
///
/// Required are the same encoding, clock rate and channels, and for
/// - H264 the packetization mode: 0 also fits into 1, not the other way round (RFC 6184 §6.2). The
///   profile is a preference and never a refusal, the level is ignored: publishers announce one
///   profile and send another, and decoders take more than they announce;
/// - VP9 and AV1 the profile, which fixes bit depth and chroma, so that a mismatch cannot be shown;
/// - H265 nothing more; profile and tier are preferences.
public final class FormatMatch {
    private static final int NONE = -1;
    private static final int EQUAL_MODE = 10;

    /// RFC 6184 §8.1: Baseline where nothing is said.
    private static final int H264_DEFAULT_PROFILE = 0x4200;

    private static final int H264_CONSTRAINED_BASELINE = 0x42e0;

    /// What decodes more stands higher.
    private static final Map<Integer, Integer> H264_PROFILE_RANKS =
            Map.of(0x42, 1, 0x4d, 2, 0x64, 3);

    private FormatMatch() {}

    /// @param offered in the order of preference: of equally good ones the first is taken
    public static Optional<PayloadFormat> best(PayloadFormat source, List<PayloadFormat> offered) {
        Optional<PayloadFormat> best = Optional.empty();
        int highest = NONE;
        for (PayloadFormat format : offered) {
            int fitness = fitness(source, format);
            if (fitness > highest) {
                best = Optional.of(format);
                highest = fitness;
            }
        }
        return best;
    }

    /// @return [#NONE] or a number that is the higher the better
    private static int fitness(PayloadFormat source, PayloadFormat offered) {
        if (source.isRetransmission()
                || source.kind() != offered.kind()
                || !source.encoding().equalsIgnoreCase(offered.encoding())
                || source.clockRate() != offered.clockRate()
                || source.channels() != offered.channels()) {
            return NONE;
        }
        return switch (source.encoding().toUpperCase(Locale.ROOT)) {
            case "H264" -> h264Fitness(source, offered);
            case "H265" ->
                    score(same("profile-id", "1", source, offered), 2)
                            + score(same("tier-flag", "0", source, offered), 1);
            case "VP9" -> same("profile-id", "0", source, offered) ? 0 : NONE;
            // The payload itself names payload types.
            case "RED" -> source.parameters().equals(offered.parameters()) ? 0 : NONE;
            case "AV1" -> same("profile", "0", source, offered) ? 0 : NONE;
            default -> 0;
        };
    }

    private static boolean same(
            String parameter, String absent, PayloadFormat source, PayloadFormat offered) {
        return source.findParameter(parameter)
                .orElse(absent)
                .equals(offered.findParameter(parameter).orElse(absent));
    }

    private static int score(boolean met, int points) {
        return met ? points : 0;
    }

    private static int h264Fitness(PayloadFormat source, PayloadFormat offered) {
        int profile = h264ProfileFitness(h264Profile(source), h264Profile(offered));
        if (same("packetization-mode", "0", source, offered)) {
            return EQUAL_MODE + profile;
        }
        boolean wider =
                source.findParameter("packetization-mode").orElse("0").equals("0")
                        && offered.findParameter("packetization-mode").orElse("0").equals("1");
        return wider ? profile : NONE;
    }

    private static int h264ProfileFitness(int source, int offered) {
        if (source == offered) {
            return 3;
        }
        if (source >> 8 == offered >> 8) {
            return 2;
        }
        int sourceRank = H264_PROFILE_RANKS.getOrDefault(source >> 8, Integer.MAX_VALUE);
        return H264_PROFILE_RANKS.getOrDefault(offered >> 8, 0) > sourceRank ? 1 : 0;
    }

    /// profile_idc and the constraint flags: the first two bytes of `profile-level-id`; one value
    /// for all that mean Constrained Baseline (RFC 6184 §8.1, table 5).
    private static int h264Profile(PayloadFormat format) {
        String text = format.findParameter("profile-level-id").orElse("");
        if (!text.matches("[0-9a-fA-F]{6}")) {
            return H264_DEFAULT_PROFILE;
        }
        int profile = Integer.parseInt(text.substring(0, 4), 16);
        boolean constrained =
                switch (profile >> 8) {
                    case 0x42 -> (profile & 0x40) != 0;
                    case 0x4d -> (profile & 0x80) != 0;
                    default -> false;
                };
        return constrained ? H264_CONSTRAINED_BASELINE : profile;
    }

    /// Whether a decoder of the offered profile is made for the source's: a viewer that lacks it
    /// may show it nevertheless, or nothing.
    ///
    /// @param source with the parameters that its pictures have, see
    ///     [PayloadFormat#withParameters(String)]
    public static boolean isProfileCovered(PayloadFormat source, PayloadFormat offered) {
        return switch (source.encoding().toUpperCase(Locale.ROOT)) {
            case "H264" -> isH264ProfileCovered(h264Profile(source), h264Profile(offered));
            case "H265" ->
                    number("profile-id", 1, source) <= number("profile-id", 1, offered)
                            && number("tier-flag", 0, source) <= number("tier-flag", 0, offered);
            case "VP9" -> same("profile-id", "0", source, offered);
            case "AV1" -> same("profile", "0", source, offered);
            default -> true;
        };
    }

    /// What of Baseline is not in Constrained Baseline no encoder for live video uses.
    private static boolean isH264ProfileCovered(int source, int offered) {
        int sourceRank = H264_PROFILE_RANKS.getOrDefault(source >> 8, Integer.MAX_VALUE);
        return source >> 8 == offered >> 8
                || H264_PROFILE_RANKS.getOrDefault(offered >> 8, 0) >= sourceRank;
    }

    private static int number(String parameter, int absent, PayloadFormat format) {
        String text = format.findParameter(parameter).orElse("");
        return text.matches("\\d{1,3}") ? Integer.parseInt(text) : absent;
    }
}
