package weir.jsep;

import weir.rtp.PayloadFormat;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// Which codecs publishers and viewers may use here. A value.
///
/// @param codecs at least one
public record CodecPreferences(Set<Codec> codecs) {
    public static final CodecPreferences ALL = new CodecPreferences(EnumSet.allOf(Codec.class));

    public CodecPreferences {
        if (codecs.isEmpty()) {
            throw new IllegalArgumentException("codecs must name at least one, is empty");
        }
        codecs = Set.copyOf(codecs);
    }

    /// Whether packets of this format can be forwarded. H264's packetization mode 2 interleaves and
    /// needs a receiver of its own (RFC 6184 §6.4).
    boolean forwards(PayloadFormat format) {
        String mode = format.findParameter("packetization-mode").orElse("0");
        return names().contains(format.encoding())
                && (!format.encoding().equals(Codec.H264.encoding())
                        || mode.equals("0")
                        || mode.equals("1"));
    }

    /// The encodings' names in a fixed order.
    List<String> names() {
        return codecs.stream().sorted().map(Codec::encoding).toList();
    }
}
