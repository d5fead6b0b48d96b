package weir.ice;

import java.time.Duration;

/// @param consentTimeout  silence after which the peer counts as gone, positive
/// @param switchHoldOff   after a nomination one of lower priority waits this long, 0 or more
/// @param selectedSilence unless the selected pair has been silent for longer than this, 0 or more
/// @param checkedPairsMax pairs that are remembered, 2 or more; beyond, the longest silent one goes
public record IceLiteConfig(
        Duration consentTimeout,
        Duration switchHoldOff,
        Duration selectedSilence,
        int checkedPairsMax) {

    public static final IceLiteConfig DEFAULTS =
            new IceLiteConfig(
                    Duration.ofSeconds(30), Duration.ofSeconds(2), Duration.ofSeconds(1), 32);

    public IceLiteConfig {
        if (!consentTimeout.isPositive()) {
            throw new IllegalArgumentException(
                    "ice.consent-timeout must be positive, is " + consentTimeout);
        }
        if (switchHoldOff.isNegative()) {
            throw new IllegalArgumentException(
                    "ice.switch-hold-off must not be negative, is " + switchHoldOff);
        }
        if (selectedSilence.isNegative()) {
            throw new IllegalArgumentException(
                    "ice.selected-silence must not be negative, is " + selectedSilence);
        }
        if (checkedPairsMax < 2) {
            throw new IllegalArgumentException(
                    "ice.checked-pairs-max must be 2 or more, is " + checkedPairsMax);
        }
    }
}
