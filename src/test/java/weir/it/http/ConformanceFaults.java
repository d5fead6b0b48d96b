package weir.it.http;

import weir.conformance.ServerSettings;
import weir.it.http.FaultyFront.Fault;
import weir.it.http.FaultyFront.Reply;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/// What is wrong with servers that are not right: for each rule of the suite that answers show at
/// least one way to break it.
final class ConformanceFaults {
    /// @param what  for messages
    /// @param fault what is done to a right server's answers
    record Broken(int rule, String what, Fault fault) {}

    /// Whoever is silent for longer is as if gone: what they are told is made up.
    private static final Duration TIMEOUT = Duration.ofMillis(100);

    private static final int REQUESTS_MAX = 48;

    /// Where POST and DELETE do nothing, and are not allowed.
    private static final String NO_DRAIN = "/health/live";

    private ConformanceFaults() {}

    /// Of a node as it is by default.
    static List<Broken> ofOneNode() {
        return Stream.of(resources(), descriptions(), fragments(), others())
                .flatMap(List::stream)
                .toList();
    }

    private static List<Broken> resources() {
        return List.of(
                status(1, 201, 200),
                header(1, "Content-Type", _ -> "text/plain"),
                answer(1, "(?s)(m=audio.*)(m=video.*)", "$2$1"),
                header(2, "Location", path -> path + "?token=1"),
                header(2, "Location", path -> "http://127.0.0.1" + path),
                without(3, "Accept-Post"),
                status(3, 415, 400),
                status(4, 400, 500),
                status(5, 413, 400),
                status(5, 400, 422),
                fault(6, "a body", ConformanceFaults::giveContent),
                status(7, "HEAD", 200, 204),
                status(8, "OPTIONS", 200, 204),
                without(8, "Access-Control-Allow-Origin"),
                fault(9, "credentials", ConformanceFaults::credentials),
                header(10, "Access-Control-Expose-Headers", all -> all.replace("ETag, ", "")),
                header(10, "Access-Control-Allow-Headers", all -> all.replace("If-Match", "X")),
                without(11, "Allow"),
                status(11, 405, 404),
                status(12, 404, 410));
    }

    private static List<Broken> descriptions() {
        return List.of(
                answer(13, "a=recvonly", "a=sendrecv"),
                status(13, 422, 406),
                answer(14, "a=sendonly", "a=sendrecv"),
                status(15, 422, 406),
                status(16, 422, 406),
                fault(16, "video rejected", ConformanceFaults::rejectVideo),
                answer(17, "VP8", ""),
                status(17, 422, 406),
                answer(18, "a=rtcp-mux\r\n", ""),
                answer(18, "a=rtcp-mux-only\r\n", ""),
                answer(18, "a=group:BUNDLE 0 1", "a=group:BUNDLE 0"),
                answer(19, "a=setup:passive", "a=setup:actpass"),
                answer(20, "a=candidate[^\r]*\r\n", ""),
                answer(20, "trickle ice2", "trickle,ice2"),
                answer(20, "a=end-of-candidates\r\n", ""),
                answer(21, "a=rid:2 recv\r\n", ""),
                answer(21, "recv 0;1;2", "recv 0;1"),
                answer(22, "a=msid:\\S+ v", "a=msid:other v"),
                answer(22, "a=ssrc-group:FID \\d+", "a=ssrc-group:FID 1"),
                fault(23, "a=x-unknown", reply -> refuseIf(reply, reply.sent.contains("x-unk"))),
                fault(23, "a=group:LS", reply -> refuseIf(reply, reply.sent.contains(":LS "))));
    }

    private static List<Broken> fragments() {
        return List.of(
                without(24, "Accept-Patch"),
                status(24, "PATCH", 415, 204),
                status(25, "PATCH", 400, 204),
                header(26, "ETag", tag -> "W/" + tag),
                header(26, "ETag", _ -> "\"always\""),
                status(27, 428, 412),
                status(28, 412, 400),
                status(28, 412, 204),
                fault(29, "a tag", reply -> tag(reply, 204)),
                status(29, "PATCH", 204, 200),
                status(30, "PATCH", 204, 400),
                fault(31, "no candidates", reply -> restarted(reply, "a=candidate[^\r]*\r\n")),
                fault(31, "no longer lite", reply -> restarted(reply, "a=ice-lite\r\n")),
                fault(31, "the same tag", reply -> tag(reply, 200)),
                status(32, "PATCH", 204, 412),
                status(33, 412, 204),
                status(34, "PATCH", 400, 204),
                status(36, 412, 200),
                status(37, "PATCH", 400, 204),
                status(37, "PATCH", 400, 200));
    }

    private static List<Broken> others() {
        return List.of(
                status(38, "DELETE", 200, 204),
                status(38, "DELETE", 404, 200),
                status(42, "POST", 201, 503),
                status(44, "POST", 201, 302),
                answer(46, "\"type\"", "\"kind\""),
                header(46, "Content-Type", type -> type.replace("problem+", "")),
                fault(
                        47,
                        "no type",
                        reply -> links(reply, link -> link.replaceAll("; c\\S+$", ""))),
                fault(48, "a Link", reply -> refuseIf(reply, reply.isTold("Link"))),
                without(49, "Retry-After"),
                answer(50, "a=rtpmap:\\d+ VP9/90000\r\n", ""),
                status(53, "POST", 400, 201),
                status(53, "GET", 404, 204),
                events(54, line -> line.replaceFirst("^data:", "data:\ndata:")),
                events(54, line -> line.replaceFirst("^data: .*", "data: hello")),
                fault(55, "no event", reply -> links(reply, link -> link.replace("layers,", ""))),
                status(55, 422, 200));
    }

    /// Of a node that has all that is off by default.
    static List<Broken> ofTheGuarded() {
        return List.of(
                status(35, 422, 405),
                status(41, 401, 403),
                status(41, 403, 401),
                without(41, "WWW-Authenticate"),
                fault(51, "no Location", ConformanceFaults::hideCounterOffer),
                fault(51, "it receives", ConformanceFaults::receive),
                status(52, "PATCH", 204, 200));
    }

    /// Of two nodes that do not help each other.
    static List<Broken> ofTwoNodes() {
        return List.of(
                status(56, "DELETE", 200, 404),
                status(56, "PATCH", 200, 404),
                fault(57, "no node has died", _ -> {}),
                status(58, "PATCH", 404, 204));
    }

    /// Of one node, of which another thing is said than is so.
    static Map<Broken, UnaryOperator<ServerSettings>> ofOthers() {
        return Map.of(
                status(39, 404, 204),
                ConformanceFaults::impatient,
                status(40, 404, 204),
                ConformanceFaults::impatient,
                fault(43, "no limit", _ -> {}),
                server -> change(server, REQUESTS_MAX, ""),
                status(45, 405, 200),
                server -> change(server, 0, NO_DRAIN));
    }

    private static ServerSettings impatient(ServerSettings server) {
        return change(server, 0, "");
    }

    private static ServerSettings change(ServerSettings server, int requestsMax, String drainPath) {
        return new ServerSettings(
                server.urls(),
                server.whipPath(),
                server.whepPath(),
                server.streams(),
                server.liveStream(),
                server.token(),
                server.otherToken(),
                TIMEOUT,
                TIMEOUT,
                requestsMax,
                Optional.of(drainPath).filter(path -> !path.isEmpty()),
                server.lenientTags(),
                server.killLastNode());
    }

    private static Broken fault(int rule, String what, Fault fault) {
        return new Broken(rule, what, fault);
    }

    private static Broken status(int rule, int right, int wrong) {
        return fault(
                rule,
                right + " is " + wrong,
                reply -> reply.status = reply.status == right ? wrong : reply.status);
    }

    private static Broken status(int rule, String method, int right, int wrong) {
        return fault(
                rule,
                method + " " + right + " is " + wrong,
                reply -> reply.status = reply.isTo(method, right) ? wrong : reply.status);
    }

    private static Broken without(int rule, String header) {
        return fault(rule, "no " + header, reply -> reply.headers.remove(header));
    }

    private static Broken header(int rule, String header, UnaryOperator<String> change) {
        return fault(
                rule,
                "another " + header,
                reply ->
                        reply.headers.computeIfPresent(
                                header, (_, values) -> List.of(change.apply(values.getFirst()))));
    }

    private static Broken answer(int rule, String pattern, String other) {
        return fault(
                rule,
                "\"" + pattern.strip() + "\" is \"" + other.strip() + "\"",
                reply -> reply.body = reply.body.replaceAll(pattern, other));
    }

    private static Broken events(int rule, UnaryOperator<String> change) {
        return fault(
                rule,
                "events",
                new Fault() {
                    @Override
                    public void spoil(Reply reply) {}

                    @Override
                    public String spoil(String line) {
                        return change.apply(line);
                    }
                });
    }

    private static void giveContent(Reply reply) {
        if (reply.asked.equals("GET")) {
            reply.body = "x";
        }
    }

    private static void credentials(Reply reply) {
        if (reply.asked.equals("OPTIONS")) {
            reply.header("Link", "<turn:a.example>; rel=\"ice-server\"; credential=\"secret\"");
        }
    }

    /// As a server does that knows no video when the stream is of sound.
    private static void rejectVideo(Reply reply) {
        if (reply.body.contains("a=sendonly")) {
            reply.body = reply.body.replace("m=video 9", "m=video 0");
        }
    }

    private static void restarted(Reply reply, String lacks) {
        if (reply.isTo("PATCH", 200)) {
            reply.body = reply.body.replaceAll(lacks, "");
        }
    }

    private static void receive(Reply reply) {
        if (reply.status == 406) {
            reply.body = reply.body.replace("a=sendonly", "a=recvonly");
        }
    }

    private static void hideCounterOffer(Reply reply) {
        if (reply.status == 406) {
            reply.headers.remove("Location");
        }
    }

    private static void refuseIf(Reply reply, boolean wrong) {
        reply.status = wrong ? 400 : reply.status;
    }

    private static void tag(Reply reply, int status) {
        if (reply.isTo("PATCH", status)) {
            reply.header("ETag", "\"x\"");
        }
    }

    private static void links(Reply reply, UnaryOperator<String> change) {
        reply.headers.computeIfPresent("Link", (_, links) -> links.stream().map(change).toList());
    }
}
