package weir.jsep;

import weir.sdp.DescriptionLevel;
import weir.sdp.IceCandidate;
import weir.sdp.SessionDescription;

import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// Where the writer of a description can be dialed.
final class RemoteCandidates {
    /// More than any server has; a description could name thousands of victims.
    private static final int CANDIDATES_MAX = 16;

    private RemoteCandidates() {}

    /// Addresses of UDP, those of IPv4 first, each family in the order of its priorities. We dial
    /// from one socket, which is of the family of the first.
    static List<InetSocketAddress> read(SessionDescription description) {
        return Stream.concat(Stream.of(description), description.media().stream())
                .<DescriptionLevel>map(level -> level)
                .flatMap(level -> level.all("candidate").stream())
                .flatMap(value -> IceCandidate.read(value).stream())
                .sorted(Comparator.comparingLong(IceCandidate::priority).reversed())
                .flatMap(candidate -> candidate.findUdpAddress().stream())
                .filter(address -> !address.getAddress().isMulticastAddress())
                .filter(address -> !address.getAddress().isAnyLocalAddress())
                .sorted(
                        Comparator.comparing(
                                address -> !(address.getAddress() instanceof Inet4Address)))
                .distinct()
                .limit(CANDIDATES_MAX)
                .toList();
    }
}
