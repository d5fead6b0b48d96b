package weir.events;

import weir.signaling.Refusal;
import weir.signaling.RefusedException;

import java.util.Base64;

/// A splice_info_section (SCTE 35 §9.6), which Weir hands on and does not understand. A value.
///
/// @param text in Base64, as it came
record Cue(String text) {
    /// With 12 bits of length after the first three bytes.
    private static final int BYTES_MAX = 3 + 0xfff;

    /// Base64 of as much.
    private static final int CHARACTERS_MAX = (BYTES_MAX + 2) / 3 * 4;

    private static final int TABLE_ID = 0xfc;
    private static final int HEADER = 3;

    /// @param text either alphabet of Base64, padded or not
    /// @throws RefusedException if it is none
    static Cue read(String text) throws RefusedException {
        String stripped = text.strip();
        if (stripped.length() > CHARACTERS_MAX) {
            throw malformed("it is longer than " + CHARACTERS_MAX + " characters");
        }
        byte[] section = decode(stripped);
        if (section.length < HEADER || (section[0] & 0xff) != TABLE_ID) {
            throw malformed("it does not begin with the table id 0xFC");
        }
        int length = (section[1] & 0x0f) << 8 | section[2] & 0xff;
        if (section.length != HEADER + length) {
            throw malformed("its length is not what it says");
        }
        return new Cue(stripped);
    }

    private static byte[] decode(String text) throws RefusedException {
        try {
            return Base64.getDecoder().decode(text.replace('-', '+').replace('_', '/'));
        } catch (IllegalArgumentException _) {
            throw malformed("it is not Base64");
        }
    }

    private static RefusedException malformed(String because) {
        return new RefusedException(new Refusal.CueMalformed(because));
    }
}
