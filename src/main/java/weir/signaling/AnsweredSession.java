package weir.signaling;

import weir.sdp.SessionDescription;
import weir.transport.SessionRef;

/// The session that an offer got, and the answer to the offer. A value.
record AnsweredSession(String stream, SessionRef session, SessionDescription answer) {}
