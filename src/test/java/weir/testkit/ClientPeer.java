package weir.testkit;

import weir.ice.IceCredentials;
import weir.peer.CertificateFingerprint;
import weir.peer.DtlsRole;

import java.net.InetSocketAddress;
import java.util.List;

/// The other end of a client's path, as its answer or its offer names it. A value.
///
/// @param role         that of the client
/// @param fingerprints of which the other end's certificate has one
/// @param addresses    where it may take datagrams, the best one first
public record ClientPeer(
        IceCredentials ice,
        DtlsRole role,
        List<CertificateFingerprint> fingerprints,
        List<InetSocketAddress> addresses) {

    public ClientPeer {
        fingerprints = List.copyOf(fingerprints);
        addresses = List.copyOf(addresses);
    }

    /// The same, reached at these alone.
    ClientPeer at(List<InetSocketAddress> others) {
        return new ClientPeer(ice, role, fingerprints, others);
    }
}
