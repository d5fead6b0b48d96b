package weir.ice;

import java.net.InetSocketAddress;

/// The two ends of a flow of datagrams (RFC 8445 §4: a local and a remote candidate). A value.
///
/// @param local  the address of the socket of ours that the flow arrives at and leaves from
/// @param remote where datagrams come from and go to
public record CandidatePair(
        TransportProtocol protocol, InetSocketAddress local, InetSocketAddress remote) {

    /// A flow of UDP.
    public CandidatePair(InetSocketAddress local, InetSocketAddress remote) {
        this(TransportProtocol.UDP, local, remote);
    }
}
