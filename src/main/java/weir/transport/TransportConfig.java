package weir.transport;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The sockets that media goes through, and the sessions on them. A value.
///
/// @param udpPort        0..65535; 0 takes any that is free
/// @param tcpPort        for peers without UDP (RFC 6544), 0..65535, or [#TCP_OFF]
/// @param advertise      `host` or `host:port`, what answers name instead of the local addresses;
///     an IPv6 address with a port stands in brackets; an entry with a port is of UDP alone
/// @param advertiseTcp   the same for TCP; empty for the hosts of `advertise` that have no port
/// @param addresses      local ones to bind, as numbers; empty for every usable one
/// @param sessionsMax    on this node, 1 or more
/// @param handshakesMax  DTLS handshakes at a time, 1 or more
/// @param sessionTimeout for a session that does not get connected, positive
/// @param consentTimeout for one from which nothing authentic comes any more (RFC 7675), positive
/// @param strangersPerSecond datagrams from addresses that no session has, 1000 or more
/// @param checksPerSecond of one session that are looked at though they come from an address that
///     it does not know, 10 or more
/// @param tcpStrangersMax connections that belong to no session yet, 1 or more
/// @param tcpStrangersPerAddressMax of these from one IPv4 address, or one /64 of IPv6, 1 or more
/// @param tcpStrangerTimeout until such a connection is closed, positive
/// @param tcpWaitingMax bytes on this node that peers have not yet taken by TCP, 1 or more
public record TransportConfig(
        int udpPort,
        int tcpPort,
        List<String> advertise,
        List<String> advertiseTcp,
        List<String> addresses,
        int sessionsMax,
        int handshakesMax,
        Duration sessionTimeout,
        Duration consentTimeout,
        int strangersPerSecond,
        int checksPerSecond,
        int tcpStrangersMax,
        int tcpStrangersPerAddressMax,
        Duration tcpStrangerTimeout,
        int tcpWaitingMax) {

    /// As a port: nobody is let in by TCP.
    public static final int TCP_OFF = -1;

    /// Everybody is a stranger until a check of his was found good.
    private static final int STRANGERS_PER_SECOND_MIN = 1000;

    /// A browser begins with about 20.
    private static final int CHECKS_PER_SECOND_MIN = 10;

    private static final Pattern HOST_AND_PORT =
            Pattern.compile("(?:\\[[0-9A-Fa-f:.]+]|[\\w.-]+)(?::(\\d{1,5}))?");

    public TransportConfig {
        advertise = List.copyOf(advertise);
        advertiseTcp = List.copyOf(advertiseTcp);
        addresses = List.copyOf(addresses);
        require(udpPort >= 0 && udpPort <= 65535, "udp-port must be 0..65535", udpPort);
        require(tcpPort >= TCP_OFF && tcpPort <= 65535, "tcp-port must be -1..65535", tcpPort);
        for (String entry : advertise) {
            require(isAdvertisable(entry), "advertise must be host or host:port", entry);
        }
        for (String entry : advertiseTcp) {
            require(isAdvertisable(entry), "advertise-tcp must be host or host:port", entry);
        }
        for (String entry : addresses) {
            require(isBindable(entry), "addresses must be IP addresses of this machine", entry);
        }
        require(sessionsMax >= 1, "sessions-max must be 1 or more", sessionsMax);
        require(handshakesMax >= 1, "handshakes-max must be 1 or more", handshakesMax);
        require(sessionTimeout.isPositive(), "session-timeout must be positive", sessionTimeout);
        require(consentTimeout.isPositive(), "consent-timeout must be positive", consentTimeout);
        require(
                strangersPerSecond >= STRANGERS_PER_SECOND_MIN,
                "strangers-per-second must be 1000 or more",
                strangersPerSecond);
        require(
                checksPerSecond >= CHECKS_PER_SECOND_MIN,
                "checks-per-second must be 10 or more",
                checksPerSecond);
        require(tcpWaitingMax >= 1, "tcp-waiting-max must be 1 or more", tcpWaitingMax);
        requireStrangers(tcpStrangersMax, tcpStrangersPerAddressMax, tcpStrangerTimeout);
    }

    private static void requireStrangers(int max, int perAddressMax, Duration timeout) {
        require(max >= 1, "tcp-strangers-max must be 1 or more", max);
        require(
                perAddressMax >= 1,
                "tcp-strangers-per-address-max must be 1 or more",
                perAddressMax);
        require(timeout.isPositive(), "tcp-stranger-timeout must be positive", timeout);
    }

    private static void require(boolean kept, String rule, Object value) {
        if (!kept) {
            throw new IllegalArgumentException("transport." + rule + ", is " + value);
        }
    }

    private static boolean isAdvertisable(String entry) {
        Matcher matcher = HOST_AND_PORT.matcher(entry);
        if (!matcher.matches()) {
            return findAddress(entry).isPresent();
        }
        int port = matcher.group(1) == null ? 1 : Integer.parseInt(matcher.group(1));
        return port >= 1 && port <= 65535;
    }

    /// The wildcard is not: a reply must leave from the address that was asked.
    private static boolean isBindable(String entry) {
        return findAddress(entry).filter(address -> !address.isAnyLocalAddress()).isPresent();
    }

    private static Optional<InetAddress> findAddress(String entry) {
        try {
            // The host's address is another text for 1.2.3, which stands for 1.2.0.3.
            return Optional.of(InetAddress.ofLiteral(entry))
                    .filter(it -> entry.contains(":") || entry.equals(it.getHostAddress()));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }
}
