package weir.forward;

import java.time.Duration;

/// How long a viewer's video may wait to be sent.
///
/// @param reduceAbove from there on temporal layers are left out, positive
/// @param dropAbove   from there on all is, until the next key frame, more than `reduceAbove`
/// @param settle      from one step to the next, positive; and how long the queue must have been
///     short before a layer comes back
public record QueueConfig(Duration reduceAbove, Duration dropAbove, Duration settle) {
    public static final QueueConfig DEFAULT =
            new QueueConfig(
                    Duration.ofMillis(300), Duration.ofMillis(1000), Duration.ofMillis(500));

    public QueueConfig {
        if (!reduceAbove.isPositive()) {
            throw new IllegalArgumentException(
                    "queue.reduce-above must be positive, is " + reduceAbove);
        }
        if (dropAbove.compareTo(reduceAbove) <= 0) {
            throw new IllegalArgumentException(
                    "queue.drop-above must be more than queue.reduce-above, is " + dropAbove);
        }
        if (!settle.isPositive()) {
            throw new IllegalArgumentException("queue.settle must be positive, is " + settle);
        }
    }
}
