package weir.admin;

import weir.cluster.NodeInfo;

import java.net.URI;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// To which nodes a draining node's viewers go: each next one to the node that has the fewest
/// sessions, those included that were sent there just now. Owned.
final class DrainTargets {
    private final List<NodeInfo> nodes;
    private final Map<String, Integer> sent = new HashMap<>();

    /// @param all  of the cluster
    /// @param self that nobody is sent to
    DrainTargets(List<NodeInfo> all, String self) {
        this.nodes =
                all.stream()
                        .filter(node -> !node.id().equals(self) && !node.draining())
                        .filter(node -> !node.httpUrls().isEmpty())
                        .toList();
    }

    /// @return empty if there is no other node
    Optional<NodeInfo> next() {
        Optional<NodeInfo> chosen =
                nodes.stream()
                        .min(Comparator.comparingInt(this::sessions).thenComparing(NodeInfo::id));
        chosen.ifPresent(node -> sent.merge(node.id(), 1, Integer::sum));
        return chosen;
    }

    private int sessions(NodeInfo node) {
        return node.load().sessions() + sent.getOrDefault(node.id(), 0);
    }

    /// @param host by which the viewer reached its node: on one machine, or by one name for all,
    ///     it reaches the other by it as well
    static String url(NodeInfo node, String host, String stream) {
        String base =
                node.httpUrls().stream()
                        .filter(url -> isAt(url, host))
                        .findFirst()
                        .orElse(node.httpUrls().getFirst());
        return base + "/whep/" + stream;
    }

    private static boolean isAt(String url, String host) {
        String wanted = host.equals("localhost") ? "127.0.0.1" : host;
        return !wanted.isEmpty() && wanted.equals(URI.create(url).getHost());
    }
}
