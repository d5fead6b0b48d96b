package weir.conformance;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Settings under which nodes of Weir are tried out, since no node has everything at once. A value.
///
/// @param name        of logs
/// @param nodes       how many
/// @param environment settings, `WEIR_…`
/// @param rules       that these settings are for
public record WeirVariant(
        String name, int nodes, Map<String, String> environment, Set<Integer> rules) {
    /// Both long enough for a client whose only sign of life is a connectivity check every 5 s.
    private static final Duration CONSENT_TIMEOUT = Duration.ofSeconds(8);

    /// And for one that connects on a machine with much else to do.
    private static final Duration SETUP_TIMEOUT = Duration.ofSeconds(8);
    private static final Map<String, String> TIMEOUTS =
            Map.of(
                    "WEIR_TRANSPORT_CONSENT_TIMEOUT", CONSENT_TIMEOUT.toSeconds() + "s",
                    "WEIR_TRANSPORT_SESSION_TIMEOUT", SETUP_TIMEOUT.toSeconds() + "s");

    private static final Map<String, String> ICE_SERVERS =
            Map.of(
                    "WEIR_ICE_SERVERS_URLS", "stun:stun.example.net,turn:turn.example.net:3478",
                    "WEIR_ICE_SERVERS_USERNAME", "somebody",
                    "WEIR_ICE_SERVERS_PASSWORD", "secret");

    private static final String TOKEN = "conformance-token";
    private static final String OTHER_TOKEN = "conformance-other-token";

    /// More than a client's burst of requests, which this machine is not exempt from then.
    private static final int REQUESTS_MAX = 2_000;

    private static final Map<String, String> ALL_THAT_IS_OFF =
            Map.of(
                    "WEIR_ACCESS_TOKENS", TOKEN + ",manage nothing " + OTHER_TOKEN,
                    "WEIR_LIMITS_EXEMPT", "192.0.2.99",
                    "WEIR_LIMITS_REQUEST_BURST", "800",
                    "WEIR_SESSION_ETAG", "lenient",
                    "WEIR_SESSION_ICE_RESTART", "false",
                    "WEIR_WHEP_COUNTER_OFFER", "when-needed",
                    "WEIR_WHEP_COUNTER_OFFER_VALIDITY", "5s",
                    "WEIR_WHEP_NOT_LIVE", "wait",
                    "WEIR_WHIP_TAKEN", "reject");

    /// Three nodes, as they are by default: for all rules, at one of them and at all in turn.
    public static final WeirVariant CLUSTER =
            new WeirVariant("cluster", 3, with(TIMEOUTS, ICE_SERVERS), numbers(1, 58));

    /// One node with all that is off by default.
    public static final WeirVariant GUARDED =
            new WeirVariant(
                    "guarded",
                    1,
                    with(TIMEOUTS, ALL_THAT_IS_OFF),
                    Set.of(8, 17, 27, 35, 41, 42, 43, 45, 49, 51, 52));

    public static final List<WeirVariant> ALL = List.of(CLUSTER, GUARDED);

    private static Set<Integer> numbers(int first, int last) {
        return IntStream.rangeClosed(first, last)
                .boxed()
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Map<String, String> with(Map<String, String> some, Map<String, String> more) {
        Map<String, String> all = new HashMap<>(some);
        all.putAll(more);
        return all;
    }

    /// The servers to try out, one after the other.
    ///
    /// @param urls         of the nodes
    /// @param killLastNode ends the last node
    public List<ServerSettings> servers(List<String> urls, Runnable killLastNode) {
        ServerSettings one = settings(urls.subList(0, 1), Optional.empty());
        return nodes == 1 ? List.of(one) : List.of(one, settings(urls, Optional.of(killLastNode)));
    }

    private ServerSettings settings(List<String> urls, Optional<Runnable> killLastNode) {
        boolean guarded = environment.keySet().containsAll(ALL_THAT_IS_OFF.keySet());
        return new ServerSettings(
                urls,
                Optional.of("/whip/{stream}"),
                Optional.of("/whep/{stream}"),
                Optional.empty(),
                Optional.empty(),
                guarded ? Optional.of(TOKEN) : Optional.empty(),
                guarded ? Optional.of(OTHER_TOKEN) : Optional.empty(),
                SETUP_TIMEOUT,
                CONSENT_TIMEOUT,
                guarded ? REQUESTS_MAX : 0,
                guarded ? Optional.of("/api/drain") : Optional.empty(),
                guarded,
                killLastNode);
    }
}
