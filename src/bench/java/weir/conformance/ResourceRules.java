package weir.conformance;

import static weir.conformance.Rule.rule;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Rules 1 to 12: endpoints and sessions as HTTP resources.
final class ResourceRules {
    private static final int BODY_MAX = 256 * 1024;
    private static final int SAMPLES = 6;
    private static final int RANDOM_BITS_MIN = 122;

    /// Where a page of others comes from.
    private static final String PLAYER = "https://player.example";

    private static final List<String> EXPOSED =
            List.of(
                    "Location",
                    "Link",
                    "ETag",
                    "Accept-Post",
                    "Accept-Patch",
                    "Retry-After",
                    "WWW-Authenticate");

    private ResourceRules() {}

    static List<Rule> rules() {
        return List.of(
                rule(1, "W1", Level.M, "POST: 201, SDP answer, Location", ResourceRules::created),
                rule(2, "W2", Level.S, "Location: a path, unguessable", ResourceRules::location),
                rule(3, "W3", Level.M, "POST of another type: 4xx, 415", ResourceRules::type),
                rule(4, "W4", Level.M, "unreadable SDP: 4xx, 400", ResourceRules::unreadable),
                rule(5, "W5", Level.C, "empty 400, long 413, coded 415", ResourceRules::bodies),
                rule(6, "W6", Level.M, "GET: 2xx without content", ResourceRules::get),
                rule(7, "E1", Level.S, "HEAD of WHEP: 200, its type", ResourceRules::head),
                rule(8, "W7", Level.M, "OPTIONS: 200, CORS, no auth", ResourceRules::options),
                rule(9, "W8", Level.S, "no TURN secret in a preflight", ResourceRules::secrets),
                rule(10, "W9", Level.C, "CORS exposes and allows all", ResourceRules::cors),
                rule(11, "W10", Level.C, "other methods: 405, Allow", ResourceRules::methods),
                rule(12, "W11", Level.C, "unknown, ended session: 404", ResourceRules::unknown));
    }

    private static void created(Trial trial) throws Exception {
        for (Endpoint endpoint : trial.endpoints()) {
            OfferText offer = endpoint.offer();
            Answer answer = trial.post(endpoint.uri(trial), offer);
            trial.must(answer.isTaken(), answer);
            trial.must(answer.is(Answer.SDP), answer);
            trial.must(answer.find("Location").isPresent(), answer + " without Location");
            String offered = sections(Description.read(offer.text()).orElseThrow());
            trial.must(
                    answer.description()
                            .map(ResourceRules::sections)
                            .filter(each -> CounterOffer.isOne(answer) || each.equals(offered))
                            .isPresent(),
                    answer + ": no SDP of the sections " + offered);
        }
    }

    /// RFC 3264 §6: an answer has the sections of the offer in their order. An offer in its place
    /// has its own.
    private static String sections(Description description) {
        return description.media().stream()
                .map(each -> each.media() + " " + each.find("mid").orElse("-"))
                .toList()
                .toString();
    }

    private static void location(Trial trial) throws Exception {
        for (Endpoint endpoint : trial.endpoints()) {
            List<String> paths = new ArrayList<>();
            for (int i = 0; i < SAMPLES; i++) {
                // At one node: what names a node is not random.
                String stream = endpoint == Endpoint.WHIP ? trial.newStream() : trial.live();
                URI uri = endpoint == Endpoint.WHIP ? trial.whip(stream) : trial.whep(stream);
                Session session = trial.open(trial.http().at(0, uri), endpoint.offer());
                paths.add(session.uri().getRawPath().replace(stream, "").replace("-", ""));
            }
            String location = trial.lastSession().location();
            trial.choice(
                    location.startsWith("/") && !location.startsWith("//"),
                    "Location is no path: " + location);
            trial.choice(!location.contains("?"), "Location has a query: " + location);
            double bits = randomBits(paths);
            trial.should(
                    bits >= RANDOM_BITS_MIN,
                    "%s: about %.0f random bits in %s".formatted(endpoint, bits, paths.getFirst()));
        }
    }

    /// At the places where not all are alike: 4 of a hexadecimal digit, else as of letters and
    /// digits.
    private static double randomBits(List<String> paths) {
        int length = paths.stream().mapToInt(String::length).min().orElse(0);
        int places = 0;
        boolean hexadecimal = true;
        for (int i = 0; i < length; i++) {
            Set<Character> seen = new HashSet<>();
            for (String path : paths) {
                seen.add(path.charAt(path.length() - 1 - i));
            }
            if (seen.size() > 1) {
                places++;
                hexadecimal &= seen.stream().allMatch(each -> Character.digit(each, 16) >= 0);
            }
        }
        return places * (hexadecimal ? 4 : Math.log(62) / Math.log(2));
    }

    private static void type(Trial trial) throws Exception {
        for (Endpoint endpoint : trial.endpoints()) {
            OfferText offer = endpoint.offer();
            for (String[] headers :
                    List.of(
                            new String[] {"Content-Type", "text/plain"},
                            new String[] {"Content-Type", "application/json"},
                            new String[] {"Content-Type", "application/sdpx"},
                            new String[0])) {
                Answer answer = trial.post(endpoint.uri(trial), offer, offer.text(), headers);
                String what = (headers.length == 0 ? "no type: " : headers[1] + ": ") + answer;
                trial.must(answer.isClientError(), what);
                trial.choice(answer.status() == 415, what);
                trial.choice(
                        answer.list("Accept-Post").contains(Answer.SDP),
                        what + " without Accept-Post");
            }
            for (String type : List.of("Application/SDP; charset=utf-8", "application/sdp;x=1")) {
                Answer answer =
                        trial.post(endpoint.uri(trial), offer, offer.text(), "Content-Type", type);
                trial.choice(answer.isTaken(), type + ": " + answer);
            }
        }
    }

    private static void unreadable(Trial trial) throws Exception {
        for (Endpoint endpoint : trial.endpoints()) {
            for (String text : List.of("hello", "v=0\r\n", "{\"sdp\":\"v=0\"}", "\0\0\0\0")) {
                Answer answer = post(trial, endpoint, text);
                trial.must(answer.isClientError(), answer);
                trial.choice(answer.status() == 400, answer);
                trial.choice(answer.is(Answer.PROBLEM), answer);
            }
            // RFC 8866 §5: parsers should take a line feed alone.
            Answer bare = post(trial, endpoint, endpoint.offer().text().replace("\r\n", "\n"));
            trial.should(bare.isTaken(), "lines that end with LF: " + bare);
        }
    }

    private static void bodies(Trial trial) throws Exception {
        for (Endpoint endpoint : trial.endpoints()) {
            Answer empty = post(trial, endpoint, "");
            trial.choice(empty.status() == 400, "empty: " + empty);
            String valid = endpoint.offer().text();
            Answer tooLong = post(trial, endpoint, valid + "a=x\r\n".repeat(BODY_MAX / 5 + 1));
            trial.choice(tooLong.status() == 413, "over 256 KiB: " + tooLong);
            Answer coded =
                    trial.post(
                            endpoint.uri(trial),
                            endpoint.offer(),
                            valid,
                            "Content-Type",
                            Answer.SDP,
                            "Content-Encoding",
                            "br");
            trial.choice(coded.status() == 415, "Content-Encoding: br: " + coded);
        }
    }

    private static Answer post(Trial trial, Endpoint endpoint, String text) throws Exception {
        return trial.post(endpoint.uri(trial), endpoint.offer(), text, "Content-Type", Answer.SDP);
    }

    private static void get(Trial trial) throws Exception {
        for (Endpoint endpoint : trial.endpoints()) {
            Answer get = trial.send("GET", endpoint.uri(trial), "");
            trial.must(get.isSuccess() && get.body().isEmpty(), get + contentLength(get));
            if (endpoint == Endpoint.WHIP) {
                trial.choice(get.status() == 204, get);
            } else {
                trial.choice(get.status() == 200 && get.is(Answer.SDP), get);
                trial.choice(
                        get.find("Content-Length").filter("0"::equals).isPresent(),
                        get + " without Content-Length: 0");
            }
            Answer session = trial.send("GET", endpoint.open(trial).uri(), "");
            trial.must(
                    session.isSuccess() && session.body().isEmpty(),
                    "session: " + session + contentLength(session));
        }
    }

    private static String contentLength(Answer answer) {
        return ", %d bytes".formatted(answer.body().getBytes(StandardCharsets.UTF_8).length);
    }

    private static void head(Trial trial) throws Exception {
        Answer head = trial.send("HEAD", trial.whep(trial.live()), "");
        trial.should(head.status() == 200 && head.is(Answer.SDP), head);
        trial.should(head.body().isEmpty(), head + contentLength(head));
        Answer get = trial.send("GET", trial.whep(trial.live()), "");
        for (String header : List.of("Content-Type", "Content-Length")) {
            trial.choice(
                    head.find(header).equals(get.find(header)),
                    "%s of HEAD %s, of GET %s"
                            .formatted(header, head.find(header), get.find(header)));
        }
    }

    private static Answer preflight(Trial trial, URI uri, String method) throws Exception {
        return trial.http()
                .send(
                        "OPTIONS",
                        trial.inTurn(uri),
                        Optional.empty(),
                        "",
                        "Origin",
                        PLAYER,
                        "Access-Control-Request-Method",
                        method,
                        "Access-Control-Request-Headers",
                        "authorization,content-type,if-match");
    }

    private static void options(Trial trial) throws Exception {
        for (Endpoint endpoint : trial.endpoints()) {
            Answer preflight = preflight(trial, endpoint.uri(trial), "POST");
            isAnswered(trial, "", preflight);
            trial.must(
                    preflight.find("Access-Control-Allow-Origin").isPresent(),
                    preflight + " without Access-Control-Allow-Origin");
            trial.must(
                    preflight.list("Access-Control-Allow-Methods").contains("POST"),
                    preflight + " does not allow POST");
            trial.should(
                    preflight.list("Accept-Post").contains(Answer.SDP),
                    preflight + " without Accept-Post");
            Answer plain =
                    trial.http()
                            .send(
                                    "OPTIONS",
                                    trial.inTurn(endpoint.uri(trial)),
                                    Optional.empty(),
                                    "");
            isAnswered(trial, "no preflight: ", plain);
            trial.should(
                    plain.list("Accept-Post").contains(Answer.SDP),
                    "no preflight: " + plain + " without Accept-Post");
            Session opened = endpoint.open(trial);
            for (String method : List.of("PATCH", "DELETE")) {
                Answer session = preflight(trial, opened.uri(), method);
                isAnswered(trial, "session: ", session);
                trial.must(
                        session.find("Access-Control-Allow-Origin").isPresent(),
                        "session: " + session + " without Access-Control-Allow-Origin");
                trial.must(
                        session.list("Access-Control-Allow-Methods").contains(method),
                        "session: " + session + " does not allow " + method);
            }
        }
    }

    /// RFC 9725 §4.2 speaks of a 200, and Fetch is content with any success.
    private static void isAnswered(Trial trial, String what, Answer options) {
        trial.must(options.isSuccess(), what + options);
        trial.choice(options.status() == 200, what + options);
    }

    private static void secrets(Trial trial) throws Exception {
        boolean offered = false;
        for (Endpoint endpoint : trial.endpoints()) {
            Session session = endpoint.open(trial);
            offered |= hasCredential(session.created());
            for (URI uri : List.of(endpoint.uri(trial), session.uri())) {
                Answer preflight = preflight(trial, uri, "POST");
                trial.should(!hasCredential(preflight), preflight + " has a credential");
            }
        }
        if (!offered) {
            throw new NotOfferedException("no Link to a TURN server in a 201");
        }
    }

    private static boolean hasCredential(Answer answer) {
        return answer.all("Link").stream().anyMatch(link -> link.contains("credential="));
    }

    private static void cors(Trial trial) throws Exception {
        for (Endpoint endpoint : trial.endpoints()) {
            Answer preflight = preflight(trial, endpoint.uri(trial), "POST");
            lists(
                    trial,
                    preflight,
                    "Access-Control-Allow-Headers",
                    List.of("Authorization", "Content-Type", "If-Match"));
            lists(
                    trial,
                    preflight,
                    "Access-Control-Allow-Methods",
                    List.of("GET", "HEAD", "OPTIONS", "POST", "PATCH", "DELETE"));
            OfferText offer = endpoint.offer();
            Answer created =
                    trial.post(
                            endpoint.uri(trial),
                            offer,
                            offer.text(),
                            "Content-Type",
                            Answer.SDP,
                            "Origin",
                            PLAYER);
            readable(trial, created);
            lists(trial, created, "Access-Control-Expose-Headers", EXPOSED);
            Session session = endpoint.open(trial);
            lists(
                    trial,
                    preflight(trial, session.uri(), "PATCH"),
                    "Access-Control-Allow-Headers",
                    List.of("Authorization", "Content-Type", "If-Match"));
            // A page must be able to read why it was refused, too.
            readable(trial, fromPage(trial, "PATCH", session.uri()));
            readable(trial, fromPage(trial, "PUT", session.uri()));
        }
    }

    private static Answer fromPage(Trial trial, String method, URI uri) throws Exception {
        return trial.send(method, uri, "hello", "Content-Type", "text/plain", "Origin", PLAYER);
    }

    private static void readable(Trial trial, Answer answer) {
        String allowed = answer.find("Access-Control-Allow-Origin").orElse("nobody");
        trial.choice(
                List.of("*", PLAYER).contains(allowed),
                answer + " may be read by pages of " + allowed);
    }

    private static void lists(Trial trial, Answer answer, String header, List<String> wanted) {
        Set<String> found = new HashSet<>();
        answer.list(header).forEach(each -> found.add(each.toLowerCase(Locale.ROOT)));
        List<String> missing =
                wanted.stream()
                        .filter(each -> !found.contains(each.toLowerCase(Locale.ROOT)))
                        .toList();
        trial.choice(missing.isEmpty(), "%s: %s lacks %s".formatted(answer, header, missing));
    }

    private static void methods(Trial trial) throws Exception {
        for (Endpoint endpoint : trial.endpoints()) {
            for (String method : List.of("PUT", "PATCH", "DELETE", "NONSENSE")) {
                refuses(trial, method, endpoint.uri(trial), List.of("POST", "OPTIONS"));
            }
            List<String> allowed = List.of("PATCH", "DELETE", "OPTIONS");
            refuses(trial, "PUT", endpoint.open(trial).uri(), allowed);
        }
    }

    private static void refuses(Trial trial, String method, URI uri, List<String> allowed)
            throws Exception {
        Answer answer = trial.send(method, uri, "v=0");
        List<String> told = answer.list("Allow");
        trial.choice(answer.status() == 405, answer);
        trial.choice(
                told.containsAll(allowed) && !told.contains(method),
                "%s: Allow is %s".formatted(answer, told));
    }

    private static void unknown(Trial trial) throws Exception {
        for (Endpoint endpoint : trial.endpoints()) {
            Session session = endpoint.open(trial);
            String fragment = OfferText.fragment(session.offer().ice(), "0");
            String path = session.uri().toString();
            URI other = URI.create(path.substring(0, path.length() - 8) + "00000000");
            Answer deleted = trial.delete(session);
            trial.must(deleted.isSuccess(), deleted);
            for (URI uri : List.of(other, session.uri())) {
                Answer delete = trial.send("DELETE", uri, "");
                trial.choice(delete.status() == 404, delete);
                Answer patch =
                        trial.send(
                                "PATCH",
                                uri,
                                fragment,
                                "Content-Type",
                                Answer.FRAGMENT,
                                "If-Match",
                                "*");
                trial.choice(patch.status() == 404, patch);
            }
        }
    }
}
