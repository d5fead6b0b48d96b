package weir.bench.session;

import weir.ice.IceCredentials;
import weir.peer.CertificateFingerprint;
import weir.sdp.DescriptionLevel;
import weir.sdp.IceCandidate;
import weir.sdp.MediaDescription;
import weir.sdp.SdpReader;
import weir.sdp.SdpSyntaxException;
import weir.sdp.SessionDescription;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// What a server says of itself. A value.
///
/// @param setup      `active`, `passive` or `actpass`
/// @param candidates IPv4 over UDP, loopback first and then by priority
record RemoteDescription(
        IceCredentials ice,
        List<CertificateFingerprint> fingerprints,
        String setup,
        List<InetSocketAddress> candidates,
        List<Section> sections) {

    /// @param type  of Opus or H.264, [MediaTypes#NONE] where missing
    /// @param nacks whether packets of that type may be asked for again
    record Section(
            String medium,
            String mid,
            boolean rejected,
            int type,
            int retransmission,
            boolean nacks) {
        boolean isUsable() {
            return !rejected && type != MediaTypes.NONE;
        }
    }

    static RemoteDescription read(String sdp) throws IOException {
        try {
            return read(SdpReader.read(sdp));
        } catch (SdpSyntaxException e) {
            throw new IOException("the server's SDP cannot be read: " + e.getMessage(), e);
        }
    }

    private static RemoteDescription read(SessionDescription sdp) throws IOException {
        List<DescriptionLevel> levels = new ArrayList<>();
        levels.addAll(sdp.media());
        levels.add(sdp);
        List<CertificateFingerprint> fingerprints =
                all(levels, "fingerprint").map(RemoteDescription::fingerprint).toList();
        if (fingerprints.isEmpty()) {
            throw new IOException("the server's SDP has no fingerprint");
        }
        return new RemoteDescription(
                new IceCredentials(one(levels, "ice-ufrag"), one(levels, "ice-pwd")),
                fingerprints,
                one(levels, "setup"),
                candidates(levels),
                sdp.media().stream().map(RemoteDescription::section).toList());
    }

    private static Stream<String> all(List<DescriptionLevel> levels, String name) {
        return levels.stream().flatMap(level -> level.all(name).stream()).distinct();
    }

    private static String one(List<DescriptionLevel> levels, String name) throws IOException {
        return all(levels, name)
                .findFirst()
                .orElseThrow(() -> new IOException("the server's SDP has no " + name));
    }

    private static CertificateFingerprint fingerprint(String value) {
        String[] words = value.strip().split("\\s+", 2);
        return new CertificateFingerprint(
                words[0].toLowerCase(Locale.ROOT),
                words.length < 2 ? "" : words[1].toUpperCase(Locale.ROOT));
    }

    private static List<InetSocketAddress> candidates(List<DescriptionLevel> levels) {
        return all(levels, "candidate")
                .flatMap(value -> IceCandidate.read(value).stream())
                .sorted(Comparator.comparingLong(IceCandidate::priority).reversed())
                .flatMap(candidate -> candidate.findUdpAddress().stream())
                .filter(address -> address.getAddress() instanceof Inet4Address)
                .distinct()
                .sorted(Comparator.comparing(a -> !a.getAddress().isLoopbackAddress()))
                .toList();
    }

    private static Section section(MediaDescription media) {
        boolean video = media.media().equals("video");
        int type =
                switch (media.media()) {
                    case "video" -> h264(media);
                    case "audio" -> find(media, "opus/").orElse(MediaTypes.NONE);
                    case String _ -> MediaTypes.NONE;
                };
        return new Section(
                media.media(),
                media.find("mid").orElse(""),
                media.port() == 0 && !media.has("bundle-only"),
                type,
                video ? retransmission(media, type) : MediaTypes.NONE,
                Stream.of(Integer.toString(type), "*")
                        .anyMatch(each -> media.all("rtcp-fb").contains(each + " nack")));
    }

    /// Of several the one with fragmentation (packetization-mode 1).
    private static int h264(MediaDescription media) {
        return types(media, "h264/")
                .max(Comparator.comparing(type -> parameters(media, type).contains("mode=1")))
                .orElse(MediaTypes.NONE);
    }

    private static int retransmission(MediaDescription media, int video) {
        return types(media, "rtx/")
                .filter(type -> parameters(media, type).equals("apt=" + video))
                .findFirst()
                .orElse(MediaTypes.NONE);
    }

    private static Optional<Integer> find(MediaDescription media, String encoding) {
        return types(media, encoding).findFirst();
    }

    private static Stream<Integer> types(MediaDescription media, String encoding) {
        return media.all("rtpmap").stream()
                .map(value -> value.split("\\s+", 2))
                .filter(words -> words.length == 2 && media.formats().contains(words[0]))
                .filter(words -> words[1].toLowerCase(Locale.ROOT).startsWith(encoding))
                .map(words -> Integer.valueOf(words[0]));
    }

    private static String parameters(MediaDescription media, int type) {
        return media.all("fmtp").stream()
                .filter(value -> value.startsWith(type + " "))
                .map(value -> value.substring(value.indexOf(' ') + 1).strip())
                .findFirst()
                .orElse("");
    }

    MediaTypes types() {
        int audio = MediaTypes.NONE;
        int video = MediaTypes.NONE;
        int retransmission = MediaTypes.NONE;
        for (Section section : sections) {
            if (section.isUsable() && section.medium().equals("audio")) {
                audio = section.type();
            } else if (section.isUsable()) {
                video = section.type();
                retransmission = section.retransmission();
            }
        }
        return new MediaTypes(audio, video, retransmission);
    }

    boolean takesAudioNacks() {
        return sections.stream()
                .anyMatch(each -> each.medium().equals("audio") && each.isUsable() && each.nacks());
    }

    /// Whether the other side begins the handshake: one that leaves it to us does not.
    boolean isDtlsClient() {
        return setup.equals("active");
    }
}
