package weir.ice;

import java.time.Duration;

/// All durations are positive.
///
/// @param pacing               between two checks while pairs are tried (Ta, RFC 8445 §14)
/// @param retransmission       before a check is sent again (RTO); doubles each time
/// @param retransmissionMax    what it doubles up to, no less than `retransmission`
/// @param establishmentTimeout from the start to a confirmed nomination
/// @param consentInterval      between consent checks, give or take a fifth (RFC 7675)
/// @param consentTimeout       silence after which the peer counts as gone, longer than the
///     interval's upper end
/// @param pairsMax             pairs that are tried, 1 or more; the rest of a list is left out
public record ControllingConfig(
        Duration pacing,
        Duration retransmission,
        Duration retransmissionMax,
        Duration establishmentTimeout,
        Duration consentInterval,
        Duration consentTimeout,
        int pairsMax) {

    /// Between nodes of a cluster, where a dead link must be seen at once.
    public static final ControllingConfig NODE_LINK =
            withConsent(Duration.ofMillis(250), Duration.ofSeconds(1));

    /// Towards other servers: the intervals of RFC 7675 §5.1.
    public static final ControllingConfig FOREIGN_SERVER =
            withConsent(Duration.ofSeconds(5), Duration.ofSeconds(30));

    public ControllingConfig {
        requirePositive("pacing", pacing);
        requirePositive("retransmission", retransmission);
        requirePositive("establishment-timeout", establishmentTimeout);
        requirePositive("consent-interval", consentInterval);
        if (retransmissionMax.compareTo(retransmission) < 0) {
            throw new IllegalArgumentException(
                    "ice.retransmission-max must be no less than ice.retransmission, is "
                            + retransmissionMax);
        }
        if (consentTimeout.compareTo(consentInterval.multipliedBy(6).dividedBy(5)) <= 0) {
            throw new IllegalArgumentException(
                    "ice.consent-timeout must be longer than 1.2 ice.consent-interval, is "
                            + consentTimeout);
        }
        if (pairsMax < 1) {
            throw new IllegalArgumentException("ice.pairs-max must be 1 or more, is " + pairsMax);
        }
    }

    private static ControllingConfig withConsent(
            Duration consentInterval, Duration consentTimeout) {
        return new ControllingConfig(
                Duration.ofMillis(20),
                Duration.ofMillis(100),
                Duration.ofSeconds(1),
                Duration.ofSeconds(5),
                consentInterval,
                consentTimeout,
                32);
    }

    private static void requirePositive(String key, Duration value) {
        if (!value.isPositive()) {
            throw new IllegalArgumentException("ice." + key + " must be positive, is " + value);
        }
    }
}
