package weir.it;

import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

import weir.testkit.WebRtcClient;

import java.util.Map;

/// Nodes for the tests of one class, and a stream at the first that no test may touch: it is
/// published and watched all the time, and after each test everything has come.
public final class WatchedCluster
        implements BeforeAllCallback, AfterEachCallback, AfterAllCallback {
    /// The stream's name.
    public static final String RUNNING = "running";

    private static final int SSRC = 3001;

    private final String name;
    private final int count;
    private final Map<String, String> settings;
    private WeirCluster cluster;
    private RunningStream running;

    /// As [WeirCluster#start(String, int, Map)].
    public WatchedCluster(String name, int count, Map<String, String> settings) {
        this.name = name;
        this.count = count;
        this.settings = settings;
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        cluster = WeirCluster.start(name, count, settings);
        running = RunningStream.start(cluster.node(1), cluster.node(1), RUNNING, SSRC);
    }

    @Override
    public void afterEach(ExtensionContext context) {
        running.assertUntouched();
    }

    @Override
    public void afterAll(ExtensionContext context) {
        try (WeirCluster _ = cluster;
                RunningStream _ = running) {
            // The stream ends before its nodes. What did not start is null, and not closed.
        }
    }

    /// @param k 1 for the first
    public NodeProcess node(int k) {
        return cluster.node(k);
    }

    public RunningStream running() {
        return running;
    }

    public WebRtcClient publisher() {
        return running.publisher();
    }

    public WebRtcClient viewer() {
        return running.viewer();
    }

    /// The URL of the client's session at a node, which need not be its own.
    public String at(int k, WebRtcClient client) {
        String url = client.sessionUrl();
        return node(k).url() + url.substring(url.indexOf("/session/"));
    }
}
