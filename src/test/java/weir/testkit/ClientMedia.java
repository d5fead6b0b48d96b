package weir.testkit;

import weir.rtp.MediaKind;

import java.util.List;

/// One media section of a [WebRtcClient]'s offer. A value.
///
/// @param mid     as in `a=mid`
/// @param formats what is offered; a publisher sends the first
/// @param ssrc    what a publisher sends with; 0 of a viewer, and then not named
/// @param encodings of a publisher in simulcast, which it sends in place of `ssrc`
public record ClientMedia(
        MediaKind kind, String mid, List<Format> formats, int ssrc, List<Encoding> encodings) {

    /// One of several that a publisher sends of a medium; the offer does not name its SSRC.
    ///
    /// @param rid    one character or more
    /// @param length of its smallest packet's payload in bytes, 40 or more
    public record Encoding(String rid, int ssrc, int length) {}

    /// @param rtpmap     such as `VP8/90000`
    /// @param parameters as in `a=fmtp`, empty for none
    public record Format(int payloadType, String rtpmap, String parameters) {
        public static final Format OPUS = new Format(111, "opus/48000/2", "useinbandfec=1");
        public static final Format VP8 = new Format(96, "VP8/90000", "");
        public static final Format H264 =
                new Format(
                        102,
                        "H264/90000",
                        "packetization-mode=1;profile-level-id=42e01f;level-asymmetry-allowed=1");

        public Format withPayloadType(int other) {
            return new Format(other, rtpmap, parameters);
        }

        public String encoding() {
            return rtpmap.substring(0, rtpmap.indexOf('/'));
        }

        public int clockRate() {
            return Integer.parseInt(rtpmap.split("/")[1]);
        }
    }

    public ClientMedia {
        formats = List.copyOf(formats);
        encodings = List.copyOf(encodings);
    }

    public ClientMedia(MediaKind kind, String mid, List<Format> formats, int ssrc) {
        this(kind, mid, formats, ssrc, List.of());
    }

    public static ClientMedia simulcast(Format format, List<Encoding> encodings) {
        return new ClientMedia(MediaKind.VIDEO, "1", List.of(format), 0, encodings);
    }

    public static ClientMedia audio(int ssrc) {
        return new ClientMedia(MediaKind.AUDIO, "0", List.of(Format.OPUS), ssrc);
    }

    public static ClientMedia video(int ssrc, Format format) {
        return new ClientMedia(MediaKind.VIDEO, "1", List.of(format), ssrc);
    }

    /// What a viewer offers who can show every picture that a client sends.
    public static List<ClientMedia> watched() {
        return List.of(
                audio(0),
                new ClientMedia(MediaKind.VIDEO, "1", List.of(Format.VP8, Format.H264), 0));
    }

    public static List<ClientMedia> published(int audioSsrc, int videoSsrc) {
        return List.of(audio(audioSsrc), video(videoSsrc, Format.VP8));
    }

    Format sent() {
        return formats.getFirst();
    }
}
