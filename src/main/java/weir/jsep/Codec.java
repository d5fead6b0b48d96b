package weir.jsep;

import weir.rtp.MediaKind;

import java.util.Optional;

/// What Weir can forward: the encodings whose payloads it can read or need not read. A value.
enum Codec {
    OPUS("opus", MediaKind.AUDIO, 48000, 2),
    /// RFC 3551 §4.5.2: samples at 16 kHz, but the clock rate is 8000.
    G722("G722", MediaKind.AUDIO, 8000, 1),
    PCMU("PCMU", MediaKind.AUDIO, 8000, 1),
    PCMA("PCMA", MediaKind.AUDIO, 8000, 1),
    H264("H264", MediaKind.VIDEO, 90000, 1),
    H265("H265", MediaKind.VIDEO, 90000, 1),
    VP8("VP8", MediaKind.VIDEO, 90000, 1),
    VP9("VP9", MediaKind.VIDEO, 90000, 1),
    AV1("AV1", MediaKind.VIDEO, 90000, 1),
    /// RFC 2198: each packet has the Opus of those before it again.
    RED("red", MediaKind.AUDIO, 48000, 2);

    private final String encoding;
    private final MediaKind kind;
    private final int clockRate;
    private final int channels;

    Codec(String encoding, MediaKind kind, int clockRate, int channels) {
        this.encoding = encoding;
        this.kind = kind;
        this.clockRate = clockRate;
        this.channels = channels;
    }

    /// As IANA spells it.
    String encoding() {
        return encoding;
    }

    MediaKind kind() {
        return kind;
    }

    /// @param encoding in any case
    static Optional<Codec> find(MediaKind kind, String encoding, int clockRate, int channels) {
        for (Codec codec : values()) {
            if (codec.kind == kind
                    && codec.encoding.equalsIgnoreCase(encoding)
                    && codec.clockRate == clockRate
                    && codec.channels == channels) {
                return Optional.of(codec);
            }
        }
        return Optional.empty();
    }

    int clockRate() {
        return clockRate;
    }

    int channels() {
        return channels;
    }

    /// The codec that a payload type stands for without `a=rtpmap` (RFC 3551 §6).
    static Optional<Codec> findStatic(int payloadType) {
        return switch (payloadType) {
            case 0 -> Optional.of(PCMU);
            case 8 -> Optional.of(PCMA);
            case 9 -> Optional.of(G722);
            default -> Optional.empty();
        };
    }
}
