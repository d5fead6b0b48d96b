package weir.conformance;

import weir.ice.IceCredentials;
import weir.peer.CertificateFingerprint;
import weir.peer.DtlsRole;
import weir.sdp.DescriptionLevel;
import weir.sdp.IceCandidate;
import weir.sdp.MediaDescription;
import weir.sdp.SdpReader;
import weir.sdp.SdpSyntaxException;
import weir.sdp.SessionDescription;
import weir.testkit.ClientPeer;

import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.stream.Stream;

/// A server's answer or offer, as a client reads it. A value.
public record Description(SessionDescription sdp) {

    public static Optional<Description> read(String text) {
        try {
            return Optional.of(new Description(SdpReader.read(text)));
        } catch (SdpSyntaxException _) {
            return Optional.empty();
        }
    }

    public List<MediaDescription> media() {
        return sdp.media();
    }

    /// The section of a medium that is not rejected.
    public Optional<MediaDescription> find(String medium) {
        return media().stream()
                .filter(each -> each.media().equals(medium) && !isRejected(each))
                .findFirst();
    }

    public static boolean isRejected(MediaDescription section) {
        return section.port() == 0 && !section.has("bundle-only");
    }

    /// From the section, otherwise from the session level, otherwise the default of RFC 8866 §6.7.
    public String direction(MediaDescription section) {
        return Stream.of(section, sdp)
                .flatMap(
                        level ->
                                Stream.of("sendonly", "recvonly", "sendrecv", "inactive")
                                        .filter(level::has))
                .findFirst()
                .orElse("sendrecv");
    }

    /// Of any level, distinct.
    public List<String> all(String attribute) {
        List<DescriptionLevel> levels = new ArrayList<>(media());
        levels.add(sdp);
        return levels.stream().flatMap(level -> level.all(attribute).stream()).distinct().toList();
    }

    public boolean has(String attribute) {
        return sdp.has(attribute) || media().stream().anyMatch(each -> each.has(attribute));
    }

    /// @throws NoSuchElementException if there is none
    public String one(String attribute) {
        return all(attribute).stream()
                .findFirst()
                .orElseThrow(() -> new NoSuchElementException("the SDP has no " + attribute));
    }

    public IceCredentials ice() {
        return new IceCredentials(one("ice-ufrag"), one("ice-pwd"));
    }

    /// Who sent it, as a client dials it.
    ClientPeer peer() {
        DtlsRole role = one("setup").equals("active") ? DtlsRole.SERVER : DtlsRole.CLIENT;
        return new ClientPeer(ice(), role, fingerprints(), addresses());
    }

    private List<CertificateFingerprint> fingerprints() {
        return all("fingerprint").stream()
                .map(value -> value.strip().split("\\s+", 2))
                .filter(words -> words.length == 2)
                .map(
                        words ->
                                new CertificateFingerprint(
                                        words[0].toLowerCase(Locale.ROOT),
                                        words[1].toUpperCase(Locale.ROOT)))
                .toList();
    }

    /// IPv4 over UDP: loopback first, as it certainly reaches a server on this machine, then by
    /// priority.
    public List<InetSocketAddress> addresses() {
        return all("candidate").stream()
                .flatMap(value -> IceCandidate.read(value).stream())
                .sorted(Comparator.comparingLong(IceCandidate::priority).reversed())
                .flatMap(candidate -> candidate.findUdpAddress().stream())
                .filter(address -> address.getAddress() instanceof Inet4Address)
                .distinct()
                .sorted(Comparator.comparing(each -> !each.getAddress().isLoopbackAddress()))
                .toList();
    }

    /// The encodings of a section's payload types in their order: `VP8/90000`.
    public static List<String> encodings(MediaDescription section) {
        return section.formats().stream()
                .flatMap(type -> encoding(section, type).stream())
                .toList();
    }

    private static Optional<String> encoding(MediaDescription section, String type) {
        return section.all("rtpmap").stream()
                .filter(value -> value.startsWith(type + " "))
                .map(value -> value.substring(type.length()).strip())
                .findFirst();
    }

    /// @param encoding such as `VP8`
    public static Optional<Integer> payloadType(MediaDescription section, String encoding) {
        String prefix = encoding.toLowerCase(Locale.ROOT) + "/";
        return section.formats().stream()
                .filter(
                        type ->
                                encoding(section, type)
                                        .orElse("")
                                        .toLowerCase(Locale.ROOT)
                                        .startsWith(prefix))
                .map(Integer::valueOf)
                .findFirst();
    }

    /// Whether the section's first payload type is of this encoding.
    public static boolean prefers(MediaDescription section, String encoding) {
        return payloadType(section, encoding)
                .filter(type -> section.formats().getFirst().equals("" + type))
                .isPresent();
    }
}
