package weir.it.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import weir.it.FreePorts;

import java.time.Duration;
import java.util.UUID;

/// Three nodes in three processes that start at once, die and freeze.
class ClusterProcessIT {
    /// As long as a node tries to join: what takes longer ends.
    private static final Duration START = Duration.ofSeconds(60);

    private static final Duration SOON = Duration.ofSeconds(20);

    /// Eight seconds of silence, and on a busy machine as much again.
    private static final Duration FROZEN = Duration.ofSeconds(30);

    @Test
    void nodesStartedAtOnceFormOneClusterThatSurvivesAKillAndAFreeze() throws Exception {
        String name = "it-" + UUID.randomUUID();
        int port = FreePorts.inARow(ClusterNode.PORTS);
        long began = System.nanoTime();
        try (NodeProcess one = new NodeProcess(name, port, "one");
                NodeProcess two = new NodeProcess(name, port, "two");
                NodeProcess three = new NodeProcess(name, port, "three")) {
            one.expect("granted one", START);
            two.expect("granted two", START);
            three.expect("granted three", START);
            System.out.println("three nodes ready after " + millisSince(began) + " ms");
            // Each says a hint for its own stream whenever members change: the last, of all three.
            // Who had begun alone looks for others every ten seconds.
            one.expect("hint three true", START);
            two.expect("hint three true", START);
            long killed = System.nanoTime();
            three.kill();
            one.expect("hint three false", SOON);
            two.expect("hint three false", SOON);
            System.out.println("killed node's claim gone after " + millisSince(killed) + " ms");

            long frozen = System.nanoTime();
            two.signal("STOP");
            one.expect("hint two false", FROZEN);
            System.out.println("frozen node's claim gone after " + millisSince(frozen) + " ms");

            long thawed = System.nanoTime();
            two.signal("CONT");
            one.expect("hint two true", Duration.ofSeconds(60));
            two.expect("hint one true", Duration.ofSeconds(60));
            System.out.println("thawed node merged after " + millisSince(thawed) + " ms");
            assertThat(millisSince(thawed)).isLessThan(60_000);
        }
    }

    private static long millisSince(long nanos) {
        return Duration.ofNanos(System.nanoTime() - nanos).toMillis();
    }
}
