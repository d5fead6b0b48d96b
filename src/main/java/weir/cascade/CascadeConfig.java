package weir.cascade;

import java.time.Duration;
import java.util.List;

/// How streams are brought here from other nodes and from other servers, and given to others. A
/// value.
///
/// @param grace        how long a stream is still pulled after its last viewer has left, 0 or more
/// @param sources      `name=URL`: WHEP endpoints to pull streams from
/// @param targets      `name=URL`: WHIP endpoints to push streams to
/// @param tokenFile    of lines `host[:port] token`, for sources and targets; empty for none
/// @param allowedHosts that may be pulled from and pushed to, and below which all are with `*.` in
///     front; any if it is empty
/// @param pullsMax     of this node at a time, 0 or more
/// @param pushesMax    of this node at a time, 0 or more
public record CascadeConfig(
        Duration grace,
        List<String> sources,
        List<String> targets,
        String tokenFile,
        List<String> allowedHosts,
        int pullsMax,
        int pushesMax) {
    public CascadeConfig {
        if (grace.isNegative()) {
            throw new IllegalArgumentException("cascade.grace must be 0 or more, is " + grace);
        }
        sources = List.copyOf(sources);
        targets = List.copyOf(targets);
        allowedHosts = List.copyOf(allowedHosts);
        AllowedHosts allowed = new AllowedHosts(allowedHosts);
        sources.forEach(text -> require("cascade.sources", Way.PULL, text, allowed));
        targets.forEach(text -> require("cascade.targets", Way.PUSH, text, allowed));
        long names = sources.stream().map(text -> text.split("=", 2)[0]).distinct().count();
        if (names < sources.size()) {
            throw new IllegalArgumentException(
                    "cascade.sources must name each stream once, since one is pulled from one");
        }
        requireNotNegative("cascade.pulls-max", pullsMax);
        requireNotNegative("cascade.pushes-max", pushesMax);
    }

    /// Without other servers.
    public CascadeConfig(Duration grace) {
        this(grace, List.of(), List.of(), "", List.of(), 0, 0);
    }

    /// The text itself is not told: a query may hold a token.
    private static void require(String key, Way way, String text, AllowedHosts allowed) {
        String name = text.split("=", 2)[0];
        if (Wish.ofConfig(way, text).isEmpty()) {
            throw new IllegalArgumentException(
                    key
                            + " must be name=http(s)://host[:port]/path without user and password,"
                            + " which that of '"
                            + name
                            + "' is not");
        }
        if (Wish.ofConfig(way, text).filter(wish -> allowed.permits(wish.url())).isEmpty()) {
            throw new IllegalArgumentException(
                    key + " must be of cascade.allowed-hosts, which '" + name + "' is not");
        }
    }

    private static void requireNotNegative(String key, int value) {
        if (value < 0) {
            throw new IllegalArgumentException(key + " must be 0 or more, is " + value);
        }
    }
}
