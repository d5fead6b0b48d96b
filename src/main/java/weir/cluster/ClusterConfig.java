package weir.cluster;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/// How this node joins a cluster. A value.
///
/// Where nodes of other machines may join, the secret says which: nodes without it never meet, and
/// the event bus is TLS that only those who have it can speak. What Hazelcast says is not
/// encrypted.
///
/// @param name nodes of another name are strangers; letters, digits, `-`, `_` and `.`
/// @param secret nodes with another secret are strangers; 8 characters or more, empty only where
///     nodes listen on loopback; never printed
/// @param join `host` or `host:port`, for [Discovery#MEMBERS] only; a host may stand for several
///     addresses; without a port the whole range of `port` and `portCount` is tried
/// @param host the one address to listen on; empty: loopback for [Discovery#MACHINE], else the
///     address of the default route
/// @param port 1..65535, the first one to try for the membership protocol
/// @param portCount how many ports, from `port` on, may be tried; so many nodes fit on one address
/// @param frozenAfter a member that is silent for so long is removed, 3 s or more in whole seconds;
///     one whose process ended is noticed at once
/// @param requestTimeout after which a request to another node has failed, positive
public record ClusterConfig(
        String name,
        String secret,
        Discovery discovery,
        List<String> join,
        String host,
        int port,
        int portCount,
        Duration frozenAfter,
        Duration requestTimeout) {

    private static final int SECRET_LENGTH_MIN = 8;
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,64}");
    private static final Pattern JOIN =
            Pattern.compile("([A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+])(:(\\d{1,5}))?");

    public ClusterConfig {
        join = List.copyOf(join);
        require(
                NAME.matcher(name).matches(),
                "cluster.name must be 1 to 64 letters, digits, '-', '_' or '.', is",
                name);
        require(
                !secret.isEmpty() || isLoopback(discovery, host),
                "cluster.secret (WEIR_CLUSTER_SECRET) must be set, the same for each node, where"
                        + " nodes of other machines may join; cluster.discovery is",
                discovery.name().toLowerCase(Locale.ROOT));
        require(
                secret.isEmpty() || secret.length() >= SECRET_LENGTH_MIN,
                "cluster.secret must have 8 characters or more, has",
                secret.length());
        require(
                discovery == Discovery.MEMBERS || join.isEmpty(),
                "cluster.join must be empty unless cluster.discovery is members, is",
                join);
        require(
                discovery != Discovery.MEMBERS || !join.isEmpty(),
                "cluster.join must list a member when cluster.discovery is members, is",
                join);
        for (String member : join) {
            require(isMember(member), "cluster.join must list host or host:port, has", member);
        }
        require(port >= 1 && port <= 65535, "cluster.port must be 1 to 65535, is", port);
        require(
                portCount >= 1 && portCount <= 100 && port + portCount <= 65536,
                "cluster.port-count must be 1 to 100 and end below 65536, is",
                portCount);
        require(
                frozenAfter.compareTo(Duration.ofSeconds(3)) >= 0 && frozenAfter.getNano() == 0,
                "cluster.frozen-after must be whole seconds, 3 or more, is",
                frozenAfter);
        require(
                requestTimeout.isPositive(),
                "cluster.request-timeout must be positive, is",
                requestTimeout);
    }

    @Override
    public String toString() {
        return "ClusterConfig[%s, %s, join=%s, host=%s, port=%d+%d]"
                .formatted(name, discovery, join, host, port, portCount);
    }

    private static boolean isLoopback(Discovery discovery, String host) {
        return host.isEmpty()
                ? discovery == Discovery.MACHINE
                : host.equals("localhost") || host.equals("::1") || host.startsWith("127.");
    }

    private static boolean isMember(String member) {
        var matcher = JOIN.matcher(member);
        if (!matcher.matches()) {
            return false;
        }
        if (matcher.group(3) == null) {
            return true;
        }
        int port = Integer.parseInt(matcher.group(3));
        return port >= 1 && port <= 65535;
    }

    private static void require(boolean kept, String rule, Object value) {
        if (!kept) {
            throw new IllegalArgumentException(rule + " " + value);
        }
    }
}
