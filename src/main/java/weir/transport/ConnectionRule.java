package weir.transport;

import weir.wire.MalformedPacketException;

/// Why a TCP connection is closed by us before its session is over.
enum ConnectionRule implements MalformedPacketException.Rule {
    STRANGERS_TOO_MANY("connections without a session are bounded"),
    ADDRESS_STRANGERS_TOO_MANY("connections of one address without a session are bounded"),
    STRANGER_SILENT("a connection begins with a check soon"),
    STRANGER_UNKNOWN("RFC 6544 §7: the first frame is a check that names a session"),
    CHECK_REFUSED("RFC 8445 §7.3: the first check is signed with the session's password"),
    SESSION_CONNECTIONS_TOO_MANY("connections of one session are bounded"),
    FRAME_TOO_LONG("RFC 4571 §2: a frame is a datagram, which is within an MTU"),
    STALLED("a peer that takes nothing for long is not there"),
    SILENT("a connection that nothing comes by is of no use");

    private final String clause;

    ConnectionRule(String clause) {
        this.clause = clause;
    }

    @Override
    public String clause() {
        return clause;
    }
}
