package weir.forward;

import java.time.Duration;

/// When a viewer goes to a higher layer.
///
/// @param upMarginPercent by how much the estimate must exceed the higher layer's bit rate, 0 or
///     more
/// @param upDelay         for how long it must do so, positive
/// @param upDelayMax      what that grows to, doubling, when a higher layer was soon given up again
/// @param trial           how soon that is, positive
public record LayerConfig(
        int upMarginPercent, Duration upDelay, Duration upDelayMax, Duration trial) {
    public static final LayerConfig DEFAULT =
            new LayerConfig(
                    5, Duration.ofSeconds(1), Duration.ofSeconds(30), Duration.ofSeconds(5));

    public LayerConfig {
        if (upMarginPercent < 0) {
            throw new IllegalArgumentException(
                    "layers.up-margin-percent must be 0 or more, is " + upMarginPercent);
        }
        if (!upDelay.isPositive()) {
            throw new IllegalArgumentException("layers.up-delay must be positive, is " + upDelay);
        }
        if (upDelayMax.compareTo(upDelay) < 0) {
            throw new IllegalArgumentException(
                    "layers.up-delay-max must be layers.up-delay or more, is " + upDelayMax);
        }
        if (!trial.isPositive()) {
            throw new IllegalArgumentException("layers.trial must be positive, is " + trial);
        }
    }
}
