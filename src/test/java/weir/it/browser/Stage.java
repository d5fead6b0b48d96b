package weir.it.browser;

import weir.it.NodeProcess;
import weir.it.WeirCluster;

import java.util.Map;

/// A cluster and a browser, which a test class shares among its tests.
record Stage(WeirCluster cluster, Chromium chromium) implements AutoCloseable {

    /// @param name     of the logs
    /// @param nodes    how many
    /// @param settings of the nodes, `WEIR_…`
    static Stage open(String name, int nodes, Map<String, String> settings) {
        WeirCluster cluster = WeirCluster.start(name, nodes, settings);
        try {
            return new Stage(cluster, Chromium.start(name));
        } catch (RuntimeException | Error e) {
            cluster.close();
            throw e;
        }
    }

    /// @param k 1 for the first
    NodeProcess node(int k) {
        return cluster.node(k);
    }

    @Override
    public void close() {
        try (cluster) {
            chromium.close();
        }
    }
}
