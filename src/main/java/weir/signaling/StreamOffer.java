package weir.signaling;

import weir.jsep.LocalEndpoint;
import weir.sdp.SessionDescription;

/// What a client offers, to publish a stream or to watch it. A value.
///
/// @param endpoint what the answer is to say of us
record StreamOffer(String stream, SessionDescription description, LocalEndpoint endpoint) {}
