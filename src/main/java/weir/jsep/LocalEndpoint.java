package weir.jsep;

import weir.peer.CertificateFingerprint;

import java.net.InetSocketAddress;
import java.util.List;

/// What the answer says of this node. A value.
///
/// @param candidates  resolved addresses where peers reach us by UDP, in the order to be written:
///     the first should be the one that most can reach, by IPv4, since FFmpeg uses no other
/// @param tcpCandidates those where we wait for connections (RFC 6544), for peers without UDP
/// @param fingerprint of our DTLS certificate
public record LocalEndpoint(
        List<InetSocketAddress> candidates,
        List<InetSocketAddress> tcpCandidates,
        CertificateFingerprint fingerprint) {

    public LocalEndpoint {
        candidates = List.copyOf(candidates);
        tcpCandidates = List.copyOf(tcpCandidates);
        requireResolved(candidates);
        requireResolved(tcpCandidates);
    }

    private static void requireResolved(List<InetSocketAddress> candidates) {
        for (InetSocketAddress candidate : candidates) {
            if (candidate.isUnresolved()) {
                throw new IllegalArgumentException(
                        "a candidate must be an address, is the name " + candidate);
            }
        }
    }
}
