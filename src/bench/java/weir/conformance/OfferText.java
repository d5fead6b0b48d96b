package weir.conformance;

import weir.ice.IceCredentials;
import weir.testkit.PeerConnection;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// An offer as browsers and encoders make it: bundled, multiplexed, without candidates. A value, of
/// which rules make variants.
///
/// @param sections in their order
/// @param setup    `actpass`, `active` or `passive`
/// @param bundled  whether `a=group:BUNDLE` names all sections
record OfferText(
        IceCredentials ice,
        String direction,
        String setup,
        boolean bundled,
        List<Section> sections) {

    /// @param mid     as in `a=mid`
    /// @param medium  `audio` or `video`
    /// @param formats payload types in order of preference
    /// @param lines   more attributes, without `a=`
    record Section(String mid, String medium, List<Format> formats, List<String> lines) {
        Section with(String line) {
            List<String> more = new ArrayList<>(lines);
            more.add(line);
            return new Section(mid, medium, formats, more);
        }

        Section without(String line) {
            return new Section(
                    mid,
                    medium,
                    formats,
                    lines.stream().filter(each -> !each.equals(line)).toList());
        }

        Section named(String other) {
            return new Section(other, medium, formats, lines);
        }
    }

    /// @param parameters as in `a=fmtp`, may be empty
    record Format(int type, String rtpmap, String parameters) {}

    static final Format OPUS = new Format(111, "opus/48000/2", "minptime=10;useinbandfec=1");
    static final Format VP8 = new Format(96, "VP8/90000", "");
    static final Format VP9 = new Format(98, "VP9/90000", "profile-id=0");
    static final Format AV1 = new Format(45, "AV1/90000", "level-idx=5;profile=0;tier=0");
    static final Format H264 =
            new Format(
                    102,
                    "H264/90000",
                    "level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42e01f");
    static final Format UNKNOWN_AUDIO = new Format(120, "X-WEIR-SOUND/48000/2", "");
    static final Format UNKNOWN_VIDEO = new Format(121, "X-WEIR-PICTURE/90000", "");

    static final int AUDIO_SSRC = 0x1001;
    static final int VIDEO_SSRC = 0x1002;

    private static final String CHARACTERS =
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    private static final SecureRandom RANDOM = new SecureRandom();

    /// Of sound and picture, VP8 preferred.
    static OfferText publisher() {
        return publisher(VP8, H264);
    }

    static OfferText publisher(Format... video) {
        return new OfferText(
                credentials(),
                "sendonly",
                "actpass",
                true,
                List.of(sentAudio("0", OPUS), sentVideo("1", video)));
    }

    static OfferText viewer() {
        return viewer(VP8, H264);
    }

    static OfferText viewer(Format... video) {
        return new OfferText(
                credentials(),
                "recvonly",
                "actpass",
                true,
                List.of(audio("0", OPUS), video("1", video)));
    }

    static Section audio(String mid, Format... formats) {
        return new Section(mid, "audio", List.of(formats), List.of("rtcp-mux"));
    }

    static Section video(String mid, Format... formats) {
        return new Section(mid, "video", List.of(formats), List.of("rtcp-mux"));
    }

    static Section sentAudio(String mid, Format... formats) {
        return audio(mid, formats)
                .with("msid:media sound-" + mid)
                .with("ssrc:" + AUDIO_SSRC + " cname:conformance");
    }

    static Section sentVideo(String mid, Format... formats) {
        return video(mid, formats)
                .with("msid:media picture-" + mid)
                .with("ssrc:" + VIDEO_SSRC + " cname:conformance");
    }

    static IceCredentials credentials() {
        return credentials(8, 24);
    }

    static IceCredentials credentials(int fragmentLength, int passwordLength) {
        return new IceCredentials(randomText(fragmentLength), randomText(passwordLength));
    }

    private static String randomText(int length) {
        StringBuilder text = new StringBuilder();
        RANDOM.ints(length, 0, CHARACTERS.length()).forEach(i -> text.append(CHARACTERS.charAt(i)));
        return text.toString();
    }

    OfferText direction(String other) {
        return new OfferText(ice, other, setup, bundled, sections);
    }

    OfferText setup(String other) {
        return new OfferText(ice, direction, other, bundled, sections);
    }

    OfferText unbundled() {
        return new OfferText(ice, direction, setup, false, sections);
    }

    OfferText ice(IceCredentials other) {
        return new OfferText(other, direction, setup, bundled, sections);
    }

    OfferText sections(Section... others) {
        return new OfferText(ice, direction, setup, bundled, List.of(others));
    }

    /// What stands in an HTTP body.
    String text() {
        StringBuilder text = new StringBuilder();
        text.append("v=0\r\no=- 4611731400430051336 2 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\n");
        if (bundled) {
            String mids = sections.stream().map(Section::mid).collect(Collectors.joining(" "));
            line(text, "group:BUNDLE " + mids);
        }
        line(text, "extmap-allow-mixed");
        line(text, "msid-semantic: WMS *");
        sections.forEach(section -> write(text, section));
        return text.toString();
    }

    private void write(StringBuilder text, Section section) {
        String types =
                section.formats().stream()
                        .map(format -> "" + format.type())
                        .collect(Collectors.joining(" "));
        text.append("m=%s 9 UDP/TLS/RTP/SAVPF %s\r\n".formatted(section.medium(), types));
        text.append("c=IN IP4 0.0.0.0\r\n");
        line(text, "rtcp:9 IN IP4 0.0.0.0");
        line(text, "ice-ufrag:" + ice.userFragment());
        line(text, "ice-pwd:" + ice.password());
        line(text, "ice-options:trickle");
        line(
                text,
                "fingerprint:%s %s"
                        .formatted(
                                PeerConnection.fingerprint().algorithm(),
                                PeerConnection.fingerprint().hex()));
        line(text, "setup:" + setup);
        line(text, "mid:" + section.mid());
        line(text, direction);
        section.lines().forEach(each -> line(text, each));
        for (Format format : section.formats()) {
            line(text, "rtpmap:" + format.type() + " " + format.rtpmap());
            if (section.medium().equals("video") && !format.rtpmap().startsWith("rtx")) {
                line(text, "rtcp-fb:" + format.type() + " nack");
                line(text, "rtcp-fb:" + format.type() + " nack pli");
                line(text, "rtcp-fb:" + format.type() + " ccm fir");
            }
            if (!format.parameters().isEmpty()) {
                line(text, "fmtp:" + format.type() + " " + format.parameters());
            }
        }
    }

    private static void line(StringBuilder text, String attribute) {
        text.append("a=").append(attribute).append("\r\n");
    }

    /// For trickle, or where the credentials are new, for an ICE restart (RFC 8840 §9).
    static String fragment(IceCredentials ice, String mid, String... lines) {
        return "a=ice-ufrag:%s\r\na=ice-pwd:%s\r\nm=audio 9 UDP/TLS/RTP/SAVPF 0\r\na=mid:%s\r\n"
                        .formatted(ice.userFragment(), ice.password(), mid)
                + List.of(lines).stream()
                        .map(line -> "a=" + line + "\r\n")
                        .collect(Collectors.joining());
    }
}
