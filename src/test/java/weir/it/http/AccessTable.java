package weir.it.http;

import io.vertx.core.json.JsonObject;

import weir.it.NodeProcess;
import weir.testkit.HttpCalls;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Function;
import java.util.stream.Stream;

/// Which status each route answers to whom: what it is, and what it should be.
final class AccessTable {
    /// What somebody is admitted for. A value.
    ///
    /// @param stream that the token is for, `*` for all; empty for no good token
    record Role(String name, String stream, Set<String> actions) {
        boolean may(Row row) {
            return row.who().equals("open")
                    || actions.stream().anyMatch(List.of(row.who().split(" or "))::contains)
                            && (stream.equals("*") || row.isOfAStream() && stream.equals(STREAM));
        }
    }

    /// @param who      as [weir.signaling.Gate] has it
    /// @param statuses to whom is admitted: of a request that changes nothing, or that one of
    ///     those who ask at the same time has and the others come too late for
    record Row(String method, String path, String who, Set<Integer> statuses) {
        Row(String method, String path, String who, int status) {
            this(method, path, who, Set.of(status));
        }

        /// To have this node send requests wherever one likes is more than one stream's affair.
        boolean isOfAStream() {
            return path.contains(STREAM) && !path.startsWith("/api/cascade/");
        }

        /// A webhook is asked about publishing, whoever else may do this; of sessions it is told,
        /// so that it may ask no more of who may manage, and of what can be none about watching.
        Row asWebhooksAreAsked() {
            if (who.equals(MEMBER)) {
                return new Row(method, path, READER, statuses);
            }
            return who.equals(PUBLISHER) && !path.startsWith("/session/")
                    ? new Row(method, path, "publish", statuses)
                    : this;
        }

        boolean isOf(String method, String route, String who) {
            return this.method.equals(method)
                    && path.split("\\?")[0].equals(route)
                    && this.who.equals(who);
        }

        String name() {
            return method + " " + path;
        }
    }

    static final String STREAM = "table";

    static final List<Role> ROLES =
            List.of(
                    new Role("none", "", Set.of()),
                    new Role("bad", "", Set.of()),
                    new Role("other stream", "other", Set.of("watch", "publish", "manage")),
                    new Role("watch", STREAM, Set.of("watch")),
                    new Role("publish", STREAM, Set.of("publish")),
                    new Role("manage", STREAM, Set.of("manage")),
                    new Role("watch *", "*", Set.of("watch")),
                    new Role("manage *", "*", Set.of("manage")));

    private static final String READER = "watch or manage";
    private static final String PUBLISHER = "publish or manage";
    private static final String MEMBER = "watch or publish or manage";

    /// What can be no session's URL; and those that a publisher and a viewer may have had.
    private static final String SESSION = "/session/" + STREAM + "/nothing";

    private static final String PUBLISHERS = "gone.publisherp";
    private static final String VIEWERS = "gone.viewerv";

    private static final List<Row> NO_SESSIONS =
            List.of(
                    new Row("GET", "/whip/table", "open", 204),
                    new Row("OPTIONS", "/whip/table", "open", 200),
                    new Row("POST", "/whip/table", "publish", 415),
                    new Row("PUT", "/whip/table", "open", 405),
                    new Row("GET", "/whep/table", "open", 200),
                    new Row("HEAD", "/whep/table", "open", 200),
                    new Row("OPTIONS", "/whep/table", "open", 200),
                    new Row("POST", "/whep/table", "watch", 415),
                    new Row("POST", "/rtc/v1/whip?app=live&stream=table", "publish", 415),
                    new Row("POST", "/rtc/v1/whep?app=live&stream=table", "watch", 415),
                    new Row("POST", "/rtc/v1/whip", "publish", 400),
                    new Row("POST", "/rtc/v1/publish", "publish", 200),
                    new Row("POST", "/rtc/v1/play", "watch", 200),
                    new Row("GET", SESSION, "open", 204),
                    new Row("OPTIONS", SESSION, "open", 200),
                    new Row("PATCH", SESSION, MEMBER, 415),
                    new Row("DELETE", SESSION, MEMBER, 404),
                    new Row("OPTIONS", SESSION + "/layer", "open", 200),
                    new Row("GET", SESSION + "/sse/nothing", "open", 404),
                    new Row("GET", "/api/streams", READER, 200),
                    new Row("HEAD", "/api/streams", READER, 200),
                    new Row("OPTIONS", "/api/streams", "open", 200),
                    new Row("OPTIONS", "/watch.html", "open", 200),
                    new Row("OPTIONS", "/nothing", "open", 404),
                    new Row("GET", "/api/streams/table", READER, 404),
                    new Row("HEAD", "/api/streams/table", READER, 404),
                    new Row("GET", "/api/sse/streams?interval=0", READER, 400),
                    new Row("HEAD", "/api/sse/streams", READER, 200),
                    new Row("POST", "/api/streams/table/scte35", PUBLISHER, 415),
                    new Row("POST", "/api/cascade/table", "manage", 415),
                    new Row("DELETE", "/api/cascade/table", "manage", 404),
                    new Row("POST", "/api/streams/table", "manage", Set.of(204, 409)),
                    new Row("DELETE", "/api/streams/table", "manage", Set.of(204, 404)),
                    new Row("GET", "/api/drain", "manage", 200),
                    new Row("HEAD", "/api/drain", "manage", 200),
                    new Row("POST", "/api/drain?node=nothing", "manage", 404),
                    new Row("DELETE", "/api/drain", "manage", 200),
                    new Row("GET", "/api/nodes", "manage", 200),
                    new Row("HEAD", "/api/nodes", "manage", 200),
                    new Row("HEAD", "/api/info", "manage", 200),
                    new Row("HEAD", "/api/strategy", "manage", 200),
                    new Row("HEAD", "/api/access", "manage", 200),
                    new Row("HEAD", "/metrics", "manage", 200),
                    new Row("GET", "/api/info", "manage", 200),
                    new Row("GET", "/api/strategy", "manage", 200),
                    new Row("GET", "/api/access", "manage", 200),
                    new Row("DELETE", "/api/tokens/nothing", "manage", 204),
                    new Row("GET", "/metrics", "manage", 200),
                    new Row("GET", "/openapi.yaml", "open", 200),
                    new Row("GET", "/health/live", "open", 200),
                    new Row("GET", "/health/ready", "open", 200),
                    new Row("GET", "/", "open", 200),
                    new Row("GET", "/watch.html", "open", 200),
                    new Row("GET", "/nothing", "open", 404));

    static final List<Row> ROWS = rows();

    private static List<Row> rows() {
        return Stream.of(NO_SESSIONS, session(PUBLISHERS, PUBLISHER), session(VIEWERS, READER))
                .flatMap(List::stream)
                .toList();
    }

    private static List<Row> session(String id, String who) {
        String url = "/session/" + STREAM + "/" + id;
        return List.of(
                new Row("POST", url, who, 415),
                new Row("PATCH", url, who, 415),
                new Row("DELETE", url, who, 404),
                new Row("GET", url + "/layer", who, 404),
                new Row("HEAD", url + "/layer", who, 404),
                new Row("POST", url + "/layer", who, 415),
                new Row("DELETE", url + "/layer", who, 404),
                new Row("POST", url + "/sse", who, 404),
                new Row("DELETE", url + "/sse/nothing", who, 404));
    }

    private final List<String> lines = new ArrayList<>();
    private final Map<String, String> wrong = new ConcurrentSkipListMap<>();

    /// Asks for all that is in [#ROWS], as everybody.
    ///
    /// @param mode   how tokens are given, for people
    /// @param tokens by the names of roles; empty for a role that has none
    void ask(NodeProcess node, String mode, Map<String, String> tokens) {
        lines.add("\n## " + mode + "\n");
        lines.add("| route | who | " + String.join(" | ", roleNames()) + " |");
        lines.add("|---|---|" + "---|".repeat(ROLES.size()));
        boolean off = mode.equals("off");
        boolean webhook = mode.equals("webhook");
        for (Row row : ROWS) {
            add(
                    row,
                    role -> {
                        Row asked = webhook ? row.asWebhooksAreAsked() : row;
                        Set<Integer> expected = off ? row.statuses() : expected(asked, role);
                        return cell(node, mode, row, role, tokens.get(role.name()), expected);
                    });
        }
    }

    private static List<String> roleNames() {
        return ROLES.stream().map(Role::name).toList();
    }

    /// All roles ask at the same time.
    private void add(Row row, Function<Role, String> cell) {
        List<String> cells = ROLES.parallelStream().map(cell).toList();
        lines.add("| " + row.name() + " | " + row.who() + " | " + String.join(" | ", cells) + " |");
    }

    private static Set<Integer> expected(Row row, Role role) {
        if (role.may(row)) {
            return row.statuses();
        }
        return Set.of(role.stream().isEmpty() ? 401 : 403);
    }

    private String cell(
            NodeProcess node,
            String mode,
            Row row,
            Role role,
            String token,
            Set<Integer> expected) {
        String[] headers =
                token.isEmpty() ? new String[0] : new String[] {"Authorization", "Bearer " + token};
        int status =
                HttpCalls.send(row.method(), node.url() + row.path(), "", headers).statusCode();
        if (!expected.contains(status)) {
            wrong.put(
                    mode + ": " + row.name() + " as " + role.name(), status + ", not " + expected);
            return "**" + status + "**";
        }
        return "" + status;
    }

    /// What is not as it should be.
    Map<String, String> wrong() {
        return wrong;
    }

    String text() {
        return "# Who may use what: the status of each route, as measured\n"
                + String.join("\n", lines)
                + "\n";
    }

    /// The routes of a node that are for somebody and in no row, or for somebody else.
    ///
    /// @param access what `GET /api/access` tells
    static List<String> missing(JsonObject access) {
        List<String> missing = new ArrayList<>();
        for (Object each : access.getJsonArray("routes")) {
            JsonObject route = (JsonObject) each;
            String who = route.getString("who");
            String path = path(route);
            for (Object method : route.getJsonArray("methods")) {
                if (!who.equals("open")
                        && ROWS.stream().noneMatch(row -> row.isOf("" + method, path, who))) {
                    missing.add(method + " " + path + " for " + who);
                }
            }
        }
        return missing;
    }

    private static String path(JsonObject route) {
        String session =
                switch (route.getString("session")) {
                    case "publisher" -> PUBLISHERS;
                    case "viewer" -> VIEWERS;
                    case null, default -> "nothing";
                };
        return route.getString("path")
                .replace(":stream", STREAM)
                .replace(":session", session)
                .replaceAll(":\\w+", "nothing");
    }
}
