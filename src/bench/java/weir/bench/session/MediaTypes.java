package weir.bench.session;

/// Which payload type means what in one session. A value.
///
/// @param audio           Opus
/// @param video           H.264 with packetization-mode 1, or [#NONE]
/// @param retransmission  of the video (RFC 4588), or [#NONE]
public record MediaTypes(int audio, int video, int retransmission) {
    public static final int NONE = -1;

    /// What viewers offer who lose packets.
    static final MediaTypes REPAIRED = new MediaTypes(111, 96, 97);

    static final MediaTypes AUDIO_ONLY = new MediaTypes(111, NONE, NONE);

    static final MediaTypes WITHOUT_RETRANSMISSION = new MediaTypes(111, 96, NONE);
}
