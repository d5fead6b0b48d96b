package weir.transport;

import java.time.Duration;

/// What all loops of a node have in common. Any thread.
///
/// @param drops           datagrams, by the rule they broke
/// @param connectionRules TCP connections that we closed, by the rule they broke
/// @param checksPerSecond see [DatagramRouter]
/// @param silenceMax      of a TCP connection, and how long its peer may take nothing
record SharedTransport(
        SessionTable sessions,
        DropCounters drops,
        DropCounters connectionRules,
        Strangers strangers,
        FrameBacklog backlog,
        int checksPerSecond,
        Duration silenceMax) {

    static SharedTransport of(TransportConfig config) {
        return new SharedTransport(
                new SessionTable(),
                new DropCounters(),
                new DropCounters(),
                new Strangers(
                        new Strangers.Limits(
                                config.tcpStrangersMax(),
                                config.tcpStrangersPerAddressMax(),
                                config.tcpStrangerTimeout())),
                new FrameBacklog(config.tcpWaitingMax()),
                config.checksPerSecond(),
                config.consentTimeout());
    }
}
