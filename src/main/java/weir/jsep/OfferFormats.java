package weir.jsep;

import weir.rtp.MediaKind;
import weir.rtp.PayloadFormat;
import weir.rtp.RtcpFeedback;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// The formats of an offer of ours, each video format with one of retransmissions.
final class OfferFormats {
    private static final int FIRST = 96;
    private static final int LAST = 127;

    /// RFC 5761 §4: 64 to 95 would read as RTCP.
    private static final int FIRST_LOW = 35;

    private static final int LAST_LOW = 63;

    private static final int OPUS = 111;

    private static final Set<RtcpFeedback> OF_VIDEO = EnumSet.allOf(RtcpFeedback.class);
    private static final Set<RtcpFeedback> OF_AUDIO = EnumSet.of(RtcpFeedback.NACK);

    /// What decoders know; profiles of H264 by the first two bytes, since levels do not matter.
    private static final List<String> H264_PROFILES =
            List.of("42e01f", "42001f", "4d001f", "64001f");

    private final CodecPreferences preferences;
    private final Set<Integer> taken = new HashSet<>();

    OfferFormats(CodecPreferences preferences) {
        this.preferences = preferences;
    }

    /// Everything that can be forwarded.
    List<PayloadFormat> all(MediaKind kind) {
        return switch (kind) {
            case AUDIO -> forwarded(audio());
            case VIDEO -> withRetransmissions(forwarded(video()));
        };
    }

    /// What a publisher sends, under its own payload types, since redundant audio names them in its
    /// payload.
    List<PayloadFormat> of(List<PayloadFormat> sent) {
        List<PayloadFormat> formats = new ArrayList<>();
        for (PayloadFormat format : sent) {
            if (!format.isRetransmission() && taken.add(format.payloadType())) {
                formats.add(withFeedback(format));
            }
        }
        return withRetransmissions(forwarded(formats));
    }

    private List<PayloadFormat> forwarded(List<PayloadFormat> formats) {
        return formats.stream().filter(preferences::forwards).toList();
    }

    private List<PayloadFormat> audio() {
        taken.add(OPUS);
        return List.of(
                format(OPUS, Codec.OPUS, "minptime=10;useinbandfec=1"),
                format(next(), Codec.RED, OPUS + "/" + OPUS),
                format(9, Codec.G722, ""),
                format(0, Codec.PCMU, ""),
                format(8, Codec.PCMA, ""));
    }

    private List<PayloadFormat> video() {
        taken.add(OPUS);
        List<PayloadFormat> formats = new ArrayList<>();
        formats.add(format(next(), Codec.VP8, ""));
        for (String profile : H264_PROFILES) {
            for (int mode = 1; mode >= 0; mode--) {
                String parameters =
                        "level-asymmetry-allowed=1;packetization-mode=%d;profile-level-id=%s"
                                .formatted(mode, profile);
                formats.add(format(next(), Codec.H264, parameters));
            }
        }
        formats.add(format(next(), Codec.VP9, "profile-id=0"));
        formats.add(format(next(), Codec.VP9, "profile-id=2"));
        formats.add(format(next(), Codec.AV1, "level-idx=5;profile=0;tier=0"));
        formats.add(
                format(next(), Codec.H265, "level-id=180;profile-id=1;tier-flag=0;tx-mode=SRST"));
        return formats;
    }

    private List<PayloadFormat> withRetransmissions(List<PayloadFormat> formats) {
        List<PayloadFormat> both = new ArrayList<>();
        for (PayloadFormat format : formats) {
            both.add(format);
            if (format.kind() == MediaKind.VIDEO) {
                both.add(
                        new PayloadFormat(
                                next(),
                                format.kind(),
                                "rtx",
                                format.clockRate(),
                                1,
                                "apt=" + format.payloadType(),
                                Set.of()));
            }
        }
        return both;
    }

    private static PayloadFormat format(int payloadType, Codec codec, String parameters) {
        return withFeedback(
                new PayloadFormat(
                        payloadType,
                        codec.kind(),
                        codec.encoding(),
                        codec.clockRate(),
                        codec.channels(),
                        parameters,
                        Set.of()));
    }

    private static PayloadFormat withFeedback(PayloadFormat format) {
        return format.withFeedback(format.kind() == MediaKind.VIDEO ? OF_VIDEO : OF_AUDIO);
    }

    private int next() {
        for (int type = FIRST; type <= LAST; type++) {
            if (taken.add(type)) {
                return type;
            }
        }
        for (int type = LAST_LOW; type >= FIRST_LOW; type--) {
            if (taken.add(type)) {
                return type;
            }
        }
        throw new IllegalStateException("no payload type is left");
    }
}
