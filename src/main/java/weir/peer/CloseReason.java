package weir.peer;

/// Why a peer ended. A value; its name is a metric's label.
public enum CloseReason {
    /// A DELETE, or our own wish.
    HUNG_UP,
    /// Its stream was taken over by another publisher.
    REPLACED,
    /// The peer's DTLS close_notify or fatal alert.
    PEER_CLOSED,
    /// No authenticated STUN or media for the consent time-out (RFC 7675).
    CONSENT_EXPIRED,
    /// Its token was revoked, or ended.
    ACCESS_ENDED,
    /// ICE and DTLS did not complete in time.
    NOT_ESTABLISHED,
    /// The DTLS handshake failed.
    HANDSHAKE_FAILED,
    /// We are wrong: an exception in this session.
    FAILED,
    /// The node shuts down.
    SHUTDOWN
}
