package weir.signaling;

import weir.peer.OutgoingMedia;
import weir.sdp.SessionDescription;
import weir.transport.SessionRef;

import java.util.List;

/// The session that an offer got, and the answer to the offer. A value.
///
/// @param watched what a viewer is sent; none for a publisher
record AnsweredSession(
        String stream,
        SessionRef session,
        SessionDescription answer,
        List<OutgoingMedia> watched) {}
