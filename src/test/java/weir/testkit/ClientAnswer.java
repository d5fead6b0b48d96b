package weir.testkit;

import weir.ice.IceCredentials;
import weir.peer.CertificateFingerprint;
import weir.peer.DtlsRole;
import weir.sdp.IceAttributes;
import weir.sdp.IceCandidate;
import weir.sdp.MediaDescription;
import weir.sdp.SdpFragment;
import weir.sdp.SdpReader;
import weir.sdp.SdpSyntaxException;
import weir.sdp.SessionDescription;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.Stream;

/// What a client takes from the server's answer. A value.
///
/// @param ssrcs those that the server will send with, in the order of the sections
/// @param setup         the server's
/// @param candidates    those of UDP
/// @param tcpCandidates where the server waits for connections
public record ClientAnswer(
        IceCredentials ice,
        CertificateFingerprint fingerprint,
        String setup,
        List<InetSocketAddress> candidates,
        List<InetSocketAddress> tcpCandidates,
        List<Integer> ssrcs) {

    public static ClientAnswer read(String text) {
        try {
            SessionDescription answer = SdpReader.read(text);
            String[] fingerprint = first(answer, "fingerprint").split(" ");
            return new ClientAnswer(
                    new IceCredentials(first(answer, "ice-ufrag"), first(answer, "ice-pwd")),
                    new CertificateFingerprint(fingerprint[0], fingerprint[1]),
                    first(answer, "setup"),
                    all(answer, "candidate")
                            .flatMap(value -> IceCandidate.read(value).stream())
                            .flatMap(candidate -> candidate.findUdpAddress().stream())
                            .distinct()
                            .toList(),
                    all(answer, "candidate")
                            .flatMap(value -> IceCandidate.read(value).stream())
                            .filter(candidate -> candidate.tcpType().equals("passive"))
                            .map(ClientAnswer::address)
                            .distinct()
                            .toList(),
                    all(answer, "ssrc")
                            .map(value -> Integer.parseUnsignedInt(value.split(" ")[0]))
                            .distinct()
                            .toList());
        } catch (SdpSyntaxException | NoSuchElementException broken) {
            throw new AssertionError("not an answer:\n" + text, broken);
        }
    }

    /// @param route by which it is reached
    ClientPeer peer(ClientRoute route) {
        return new ClientPeer(
                ice,
                setup.equals("passive") ? DtlsRole.CLIENT : DtlsRole.SERVER,
                List.of(fingerprint),
                List.of(route.choose(this)));
    }

    /// The server's, in the answer to an ICE restart.
    static IceCredentials credentials(String fragment) {
        try {
            IceAttributes ice = SdpFragment.read(fragment).ice();
            return new IceCredentials(ice.userFragment(), ice.password());
        } catch (SdpSyntaxException broken) {
            throw new AssertionError("not a fragment:\n" + fragment, broken);
        }
    }

    private static InetSocketAddress address(IceCandidate ofTcp) {
        return new InetSocketAddress(InetAddress.ofLiteral(ofTcp.address()), ofTcp.port());
    }

    private static String first(SessionDescription answer, String name) {
        return answer.find(name).or(() -> all(answer, name).findFirst()).orElseThrow();
    }

    private static Stream<String> all(SessionDescription answer, String name) {
        return answer.media().stream()
                .map((MediaDescription section) -> section.all(name))
                .flatMap(List::stream);
    }
}
