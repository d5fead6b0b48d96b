package weir.transport;

import java.time.Duration;

/// What all loops of a node have in common. Any thread.
///
/// @param drops           datagrams, by the rule they broke
/// @param connectionRules TCP connections that we closed, by the rule they broke
/// @param strangers       TCP connections that belong to no session yet
/// @param router          see [DatagramRouter]: one a node, since its limits are the node's
/// @param silenceMax      of a TCP connection, and how long its peer may take nothing
record SharedTransport(
        SessionTable sessions,
        DropCounters drops,
        DropCounters connectionRules,
        Strangers strangers,
        FrameBacklog backlog,
        DatagramRouter router,
        Duration silenceMax) {

    static SharedTransport of(TransportConfig config) {
        SessionTable sessions = new SessionTable();
        DropCounters drops = new DropCounters();
        return new SharedTransport(
                sessions,
                drops,
                new DropCounters(),
                new Strangers(
                        new Strangers.Limits(
                                config.tcpStrangersMax(),
                                config.tcpStrangersPerAddressMax(),
                                config.tcpStrangerTimeout())),
                new FrameBacklog(config.tcpWaitingMax()),
                new DatagramRouter(
                        sessions, drops, config.strangersPerSecond(), config.checksPerSecond()),
                config.consentTimeout());
    }
}
