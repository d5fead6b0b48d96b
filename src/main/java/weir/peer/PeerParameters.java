package weir.peer;

import weir.ice.IceCredentials;

import java.net.InetSocketAddress;
import java.util.List;

/// All that a [Peer] is made from: what two sides agreed on, whether by SDP or between nodes. A
/// value.
///
/// @param remoteCandidates where to send checks; empty for [IceRole#LITE]
/// @param remoteFingerprints one of them must match the peer's certificate
public record PeerParameters(
        IceRole iceRole,
        IceCredentials localIce,
        IceCredentials remoteIce,
        List<InetSocketAddress> remoteCandidates,
        DtlsRole dtlsRole,
        List<CertificateFingerprint> remoteFingerprints,
        List<IncomingMedia> incoming,
        List<OutgoingMedia> outgoing) {

    public PeerParameters {
        remoteCandidates = List.copyOf(remoteCandidates);
        remoteFingerprints = List.copyOf(remoteFingerprints);
        incoming = List.copyOf(incoming);
        outgoing = List.copyOf(outgoing);
    }
}
