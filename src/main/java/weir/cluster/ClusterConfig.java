package weir.cluster;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;

/// How this node joins a cluster. A value.
///
/// The secret keeps clusters apart that would meet by accident. It does not keep an attacker out:
/// only its hash is used, that travels in the clear, and the links between nodes are not encrypted.
///
/// @param name nodes of another name are strangers; letters, digits, `-`, `_` and `.`
/// @param secret nodes with another secret are strangers; may be empty, never printed
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

    private static final String NAME_DEFAULT = "weir";
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
                discovery != Discovery.LAN || !secret.isEmpty() || !name.equals(NAME_DEFAULT),
                "cluster.secret or another cluster.name must be set when cluster.discovery is LAN,"
                        + " or strangers on this network would join; cluster.name is",
                name);
        require(
                discovery == Discovery.MEMBERS || join.isEmpty(),
                "cluster.join must be empty unless cluster.discovery is MEMBERS, is",
                join);
        require(
                discovery != Discovery.MEMBERS || !join.isEmpty(),
                "cluster.join must list a member when cluster.discovery is MEMBERS, is",
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

    /// Zero configuration: the nodes on this machine.
    public static ClusterConfig defaults() {
        return new ClusterConfig(
                NAME_DEFAULT,
                "",
                Discovery.MACHINE,
                List.of(),
                "",
                7800,
                20,
                Duration.ofSeconds(8),
                Duration.ofSeconds(2));
    }

    /// What members must have in common to meet: the name, and a hash of it with the secret.
    String clusterName() {
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256")
                            .digest(
                                    ("weir cluster\n" + name + "\n" + secret)
                                            .getBytes(StandardCharsets.UTF_8));
            return name + "-" + HexFormat.of().formatHex(hash, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return "ClusterConfig[%s, %s, join=%s, host=%s, port=%d+%d]"
                .formatted(clusterName(), discovery, join, host, port, portCount);
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
