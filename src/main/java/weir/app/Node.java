package weir.app;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import weir.config.WeirConfig;

/// One node of a cluster, from start to end.
final class Node {
    private static final Logger LOG = LoggerFactory.getLogger(Node.class);

    private Node() {}

    static void start(WeirConfig config) {
        LOG.info(
                "http {}:{}, media on UDP {}, cluster {}",
                config.http().host(),
                config.http().port(),
                config.transport().udpPort(),
                config.cluster());
    }
}
