package weir.transport;

import weir.wire.MalformedPacketException;

/// Why a datagram reaches no session, or leaves for no peer.
enum TransportRule implements MalformedPacketException.Rule {
    SESSION_UNKNOWN("RFC 8445 §12: no session has this source or user fragment"),
    SESSION_QUEUE_FULL("a session's hand-over between loops is bounded"),
    STRANGERS_TOO_MANY("datagrams from addresses that no session has are bounded"),
    CHECKS_TOO_MANY("checks of a session from addresses it does not know are bounded"),
    ADDRESS_HELD("a check does not take an address from a session that is alive"),
    PATH_UNPROVEN("RFC 8445 §19.5.1: media go to another address only if the peer answers there"),
    SEND_REFUSED("the kernel does not take what is sent there"),
    CONNECTION_FULL("what waits for a peer to take it by TCP is bounded");

    private final String clause;

    TransportRule(String clause) {
        this.clause = clause;
    }

    @Override
    public String clause() {
        return clause;
    }
}
