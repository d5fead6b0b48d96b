package weir.cascade;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import weir.cluster.Claim;

import java.util.List;
import java.util.stream.LongStream;

class CascadeSimulationTest {
    private static final int NODES = 4;
    private static final int OPERATIONS = 60;

    static LongStream seeds() {
        return LongStream.range(0, 300);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void everyNodeHasWhatItWantsOnceTheClusterIsQuiet(long seed) {
        CascadeSimulation cluster = new CascadeSimulation(seed, NODES);
        cluster.loss = 0.2;

        for (int i = 0; i < OPERATIONS; i++) {
            operate(cluster);
            cluster.run(cluster.random.nextInt(1500), () -> checkAlways(cluster));
        }
        cluster.heal();
        cluster.loss = 0;
        cluster.run(60_000, () -> checkAlways(cluster));

        checkQuiet(cluster);
    }

    private static void operate(CascadeSimulation cluster) {
        CascadeSimulation.Node node = cluster.nodes.get(cluster.random.nextInt(NODES));
        switch (cluster.random.nextInt(10)) {
            case 0, 1, 2, 3 -> node.watch(cluster.random.nextInt(3));
            case 4, 5 -> node.publish();
            case 6 ->
                    node.current
                            .filter(it -> !it.isLink())
                            .ifPresent(CascadeSimulation.Publication::close);
            case 7 -> node.die();
            case 8 -> cluster.sever(node.id, (node.id + 1) % NODES);
            case 9 -> cluster.heal();
            default -> throw new AssertionError();
        }
    }

    private static void checkAlways(CascadeSimulation cluster) {
        cluster.links()
                .forEach(
                        (node, links) -> {
                            if (links.size() > 1) {
                                throw new AssertionError("two links on node " + node);
                            }
                        });
    }

    private static void checkQuiet(CascadeSimulation cluster) {
        for (CascadeSimulation.Node node : cluster.nodes) {
            List<CascadeSimulation.Publication> links = cluster.links().get(node.id);
            boolean elsewhere =
                    cluster.claim.filter(it -> !it.node().equals(node.name())).isPresent();
            if (elsewhere && node.viewers > 0) {
                assertThat(links).as("links of node %d", node.id).hasSize(1);
                assertThat(links.getFirst().epoch).isEqualTo(epoch(cluster));
            } else {
                assertThat(links).as("links of node %d", node.id).isEmpty();
            }
            assertThat(node.all.stream().filter(it -> !it.isLink()))
                    .as("publishers of node %d", node.id)
                    .allMatch(it -> it.epoch == epoch(cluster));
            if (node.viewers == 0 && node.all.isEmpty()) {
                assertThat(node.plan.streams()).isEmpty();
            }
        }
    }

    private static long epoch(CascadeSimulation cluster) {
        return cluster.claim.map(Claim::epoch).orElse(-1L);
    }
}
