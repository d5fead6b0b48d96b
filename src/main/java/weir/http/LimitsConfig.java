package weir.http;

import java.time.Duration;
import java.util.List;

/// How much a client may ask for over HTTP. A client is an address, for IPv6 its network of 64
/// bits. A value.
///
/// @param requestsPerSecond of a client, 1 or more, once its burst is used up
/// @param requestBurst      requests of a client at once, 1 or more
/// @param addressesMax      clients whose requests are counted at a time, 1 or more
/// @param exempt            addresses and networks of clients that may do as much as all together
/// @param sessionsPerAddressMax publishers and viewers of a client, 1 or more
/// @param counterOffersPerAddressMax that wait for the answer of a client, 1 or more
/// @param viewersPerStreamMax   of a stream on this node, 1 or more
/// @param connectionsMax    TCP connections, 1 or more
/// @param connectionsPerAddressMax of a client, 1 or more
/// @param headerTimeout     for a connection's first request, positive
/// @param bodyTimeout       for the body of a request, positive
/// @param idleTimeout       of a connection without a request, positive
/// @param headerMax         bytes of a request's headers, 1024 or more
/// @param requestLineMax    bytes of a request's first line, 512 or more
public record LimitsConfig(
        int requestsPerSecond,
        int requestBurst,
        int addressesMax,
        List<String> exempt,
        int sessionsPerAddressMax,
        int counterOffersPerAddressMax,
        int viewersPerStreamMax,
        int connectionsMax,
        int connectionsPerAddressMax,
        Duration headerTimeout,
        Duration bodyTimeout,
        Duration idleTimeout,
        int headerMax,
        int requestLineMax) {

    public LimitsConfig {
        exempt = List.copyOf(exempt);
        require("requests-per-second", requestsPerSecond, 1);
        require("request-burst", requestBurst, 1);
        require("addresses-max", addressesMax, 1);
        IpNetworks.check("limits.exempt", exempt);
        require("sessions-per-address-max", sessionsPerAddressMax, 1);
        require("counter-offers-per-address-max", counterOffersPerAddressMax, 1);
        require("viewers-per-stream-max", viewersPerStreamMax, 1);
        require("connections-max", connectionsMax, 1);
        require("connections-per-address-max", connectionsPerAddressMax, 1);
        require("header-timeout", headerTimeout);
        require("body-timeout", bodyTimeout);
        require("idle-timeout", idleTimeout);
        require("header-max", headerMax, 1024);
        require("request-line-max", requestLineMax, 512);
    }

    private static void require(String name, int value, int least) {
        if (value < least) {
            throw new IllegalArgumentException(
                    "limits.%s must be %d or more, is %d".formatted(name, least, value));
        }
    }

    private static void require(String name, Duration value) {
        if (!value.isPositive()) {
            throw new IllegalArgumentException(
                    "limits.%s must be positive, is %s".formatted(name, value));
        }
    }
}
