package weir.fuzz;

import weir.testkit.ClientMedia;
import weir.testkit.TextMutator;
import weir.testkit.WebRtcClient;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// Requests to every route, each damaged somewhere: in its body, its head, its lengths, or all
/// over. Those to one session go to what came of others.
final class RequestSource {
    private static final int NAMES = 40;
    private static final List<String> METHODS =
            List.of("GET", "POST", "PATCH", "DELETE", "HEAD", "OPTIONS", "PUT", "TRACE", "BREW");
    private static final List<String> JSON =
            List.of(
                    "{\"kind\":\"video\",\"enabled\":false}",
                    "{\"mediaId\":\"1\",\"rid\":\"h\",\"maxWidth\":640,\"temporalLayerId\":1}",
                    "{}",
                    "[{\"a\":[[[[[[[[1]]]]]]]]}]");
    private static final String FRAGMENT =
            """
            a=ice-options:trickle ice2
            a=group:BUNDLE 0 1
            m=audio 9 UDP/TLS/RTP/SAVPF 0
            a=mid:0
            a=ice-ufrag:evil
            a=ice-pwd:a-password-that-is-long-enough
            a=candidate:1 1 udp 2122260223 192.0.2.1 61764 typ host generation 0
            a=candidate:2 1 tcp 1518280447 192.0.2.1 9 typ host tcptype active
            a=end-of-candidates
            """
                    .replace("\n", "\r\n");
    private static final String QUERY = "?scope=node&interval=5&a=%20&b=+&c=%e2%82%ac";
    private static final List<String> ODD_TYPES =
            List.of(
                    "application/sdp; charset=none",
                    "application/json; charset=\"",
                    "application/json; charset=utf-16",
                    "APPLICATION/SDP ; a=b;",
                    "text/plain; charset=%",
                    "multipart/form-data",
                    ";;;",
                    "");
    private static final List<String> ODD_HEADERS =
            List.of(
                    "Transfer-Encoding: chunked\r\n",
                    "Transfer-Encoding: gzip, chunked\r\n",
                    "Content-Length: 99999999999999999999\r\n",
                    "Content-Length: -1\r\n",
                    "Content-Length: 7\r\nContent-Length: 9\r\n",
                    "Expect: 100-continue\r\n",
                    "Upgrade: h2c\r\nConnection: Upgrade, HTTP2-Settings\r\nHTTP2-Settings: AA\r\n",
                    "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: x\r\n",
                    "Content-Encoding: gzip\r\n",
                    "Authorization: Bearer a.b.c\r\n",
                    "X-Forwarded-For: 1.2.3.4, 5.6.7.8\r\nForwarded: for=\"[::1]\"\r\n",
                    "Origin: null\r\nAccess-Control-Request-Method: POST\r\n",
                    "Range: bytes=5-1,-9,99-\r\n",
                    "If-None-Match: *\r\nIf-Modified-Since: yesterday\r\n");

    private final Random random;
    private final TextMutator mutator;
    private final List<Route> routes;
    private final List<String> offers = new ArrayList<>();
    private final Locations sessions;

    RequestSource(Path project, Locations sessions, Random random) throws IOException {
        this.random = random;
        this.sessions = sessions;
        this.mutator = new TextMutator(random);
        this.routes = Route.all(project);
        Path recorded = project.resolve("src/test/resources/weir/jsep");
        try (DirectoryStream<Path> files = Files.newDirectoryStream(recorded, "*.sdp")) {
            for (Path file : files) {
                offers.add(Files.readString(file).replace("\r\n", "\n").replace("\n", "\r\n"));
            }
        }
        offers.sort(null);
        offers.add(WebRtcClient.viewer("", "", ClientMedia.watched()).offer().text());
        offers.add(WebRtcClient.publisher("", "", ClientMedia.published(7, 8)).offer().text());
    }

    byte[] next() {
        Route route = routes.get(random.nextInt(routes.size()));
        String method = route.method();
        String type = random.nextInt(20) == 0 ? any(ODD_TYPES) : route.contentType();
        String body = method.equals("GET") || method.equals("DELETE") ? "" : body(route);
        String path = path(route);
        int damage = random.nextInt(10);
        if (damage < 5) {
            return request(method, path, type, mutator.mutate(body), "");
        }
        return switch (damage) {
            case 5 -> request(any(METHODS), path, type, body, "");
            case 6 -> request(method, path, type, body, any(ODD_HEADERS));
            case 7 -> bytes(mutator.mutate(text(method, path, type, body, "")));
            case 8 -> chunked(method, path, type, body);
            default -> random.nextInt(3) == 0 ? bytes(mutator.noise()) : oddTarget(route, body);
        };
    }

    private String path(Route route) {
        String path = route.path();
        if (path.startsWith("/session")) {
            String session = random.nextInt(5) == 0 ? "/session/a/nobody" : sessions.any(random);
            return session + path.substring("/session/{stream}/{session}".length());
        }
        boolean watches = path.startsWith("/whep");
        String name = watches && random.nextBoolean() ? WatchedStream.NAME : name();
        path = path.replace("{stream}", name).replaceAll("\\{\\w+}", name());
        return path.startsWith("/rtc") ? path + "?app=live&stream=" + name : path;
    }

    private String name() {
        return "attacked-" + random.nextInt(NAMES);
    }

    private String body(Route route) {
        return switch (route.contentType()) {
            case "application/sdp" -> any(offers);
            case "application/trickle-ice-sdpfrag" -> FRAGMENT;
            default -> route.path().startsWith("/rtc") ? srsOffer() : any(JSON);
        };
    }

    private String srsOffer() {
        return "{\"streamurl\":\"webrtc://localhost/live/%s\",\"sdp\":\"%s\"}"
                .formatted(name(), any(offers).replace("\r\n", "\\r\\n"));
    }

    private <T> T any(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    private byte[] request(String method, String path, String type, String body, String headers) {
        return bytes(text(method, path, type, body, headers));
    }

    private String text(String method, String path, String type, String body, String headers) {
        String length = body.isEmpty() ? "" : "Content-Length: " + length(body) + "\r\n";
        String match = random.nextInt(3) == 0 ? sessions.tag(random) : "*";
        return "%s %s HTTP/1.1\r\nHost: localhost\r\nContent-Type: %s\r\nIf-Match: %s\r\n%s%s\r\n%s"
                .formatted(method, path, type, match, length, headers, body);
    }

    /// Now and then not that of the body.
    private int length(String body) {
        int off = random.nextInt(20) == 0 ? random.nextInt(40) - 20 : 0;
        return Math.max(0, body.length() + off);
    }

    private byte[] chunked(String method, String path, String type, String body) {
        StringBuilder text = new StringBuilder(method + " " + path + " HTTP/1.1\r\nHost: x\r\n");
        text.append("Content-Type: ").append(type).append("\r\nIf-Match: *\r\n");
        text.append("Transfer-Encoding: chunked\r\n\r\n");
        for (int from = 0; from < body.length(); ) {
            int to = Math.min(body.length(), from + 1 + random.nextInt(700));
            text.append(Integer.toHexString(to - from))
                    .append(random.nextInt(9) == 0 ? ";x=y" : "");
            text.append("\r\n").append(body, from, to).append("\r\n");
            from = to;
        }
        text.append("0\r\n\r\n");
        return bytes(random.nextInt(3) == 0 ? text.toString() : mutator.mutate(text.toString()));
    }

    /// Of any form and length, with characters that no path may have.
    private byte[] oddTarget(Route route, String body) {
        String path = path(route);
        String target =
                switch (random.nextInt(9)) {
                    case 0 -> "*";
                    case 1 -> "http://localhost" + path;
                    case 2 -> path + "/..//%2e%2e/%00%ff";
                    case 3 -> path + "?" + "a=b&".repeat(random.nextInt(3000));
                    case 4 -> "/" + "x".repeat(random.nextInt(12_000));
                    case 5 -> mutator.mutate(path).replaceAll("[\r\n]", "");
                    case 6 -> path + "?a=%" + (char) random.nextInt(256) + "&b=%zz";
                    case 7 -> path + mutator.mutate(QUERY).replaceAll("[\r\n]", "");
                    default -> path + "%" + (char) random.nextInt(256);
                };
        return request(route.method(), target, route.contentType(), body, "");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
