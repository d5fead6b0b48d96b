package weir.signaling;

import weir.access.Grant;
import weir.jsep.LocalEndpoint;
import weir.sdp.SessionDescription;

import java.net.InetAddress;

/// What a client offers, to publish a stream or to watch it. A value.
///
/// @param endpoint what the answer is to say of us
/// @param grant    what the client was admitted with
/// @param client   who asks
record StreamOffer(
        String stream,
        SessionDescription description,
        LocalEndpoint endpoint,
        Grant grant,
        InetAddress client) {}
