package weir.it.cluster;

import weir.it.Await;
import weir.it.EventSourceClient;
import weir.rtp.MediaKind;
import weir.testkit.ClientMedia;
import weir.testkit.ClientMedia.Format;
import weir.testkit.HttpCalls;
import weir.testkit.WebRtcClient;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/// One of many who publish, watch, create, remove, pull, push and drain at random, on whatever
/// node, and give it up in whatever way. Used by one thread.
final class ChurnActor {
    /// So few that everybody meets everybody.
    static final List<String> STREAMS = List.of("one", "two", "three");

    private static final List<String> DRAIN_BODIES = List.of("{\"deadline\":0}", "");
    private static final int STAY_MILLIS = 250;
    private static final String JSON = "application/json";

    private final List<String> nodes;
    private final RandomGenerator random;
    private final ChurnAnswers answers;

    /// @param nodes `http://host:port` of each
    ChurnActor(List<String> nodes, RandomGenerator random, ChurnAnswers answers) {
        this.nodes = List.copyOf(nodes);
        this.random = random;
        this.answers = answers;
    }

    /// One thing, from its beginning to its end.
    void act() {
        switch (random.nextInt(20)) {
            case 0, 1, 2, 3, 4 -> publish();
            case 5, 6, 7, 8, 9 -> watch();
            case 10, 11 -> answerCounterOffer();
            case 12, 13 -> ask("POST", "/api/streams/" + stream(), "");
            case 14, 15 -> ask("DELETE", "/api/streams/" + stream(), "");
            case 16 -> wish("sourceUrl", "/whep/");
            case 17 -> wish("targetUrl", "/whip/");
            case 18 -> ask("DELETE", "/api/cascade/" + stream(), "");
            case 19 -> drain();
            default -> throw new AssertionError();
        }
    }

    private void publish() {
        int ssrc = random.nextInt(1, 1 << 30);
        List<ClientMedia> media = ClientMedia.published(ssrc, ssrc + 1);
        try (WebRtcClient client = WebRtcClient.publisher(node(), stream(), media)) {
            if (isCreated(answers.ask("WHIP", client::post))) {
                client.connected().thenRun(client::startSending);
                live(client);
            }
        }
    }

    private void watch() {
        try (WebRtcClient client = WebRtcClient.viewer(node(), stream(), ClientMedia.watched())) {
            if (!isCreated(answers.ask("WHEP", client::post))) {
                return;
            }
            if (random.nextBoolean()) {
                live(client);
                return;
            }
            Optional<EventSourceClient> events = listen(client);
            live(client);
            if (random.nextBoolean()) {
                events.ifPresent(EventSourceClient::awaitEnd);
            }
            events.ifPresent(EventSourceClient::close);
        }
    }

    private static boolean isCreated(Optional<HttpResponse<String>> answer) {
        return answer.filter(each -> each.statusCode() == 201).isPresent();
    }

    private Optional<EventSourceClient> listen(WebRtcClient client) {
        return answers.ask("POST", elsewhere(client.sessionUrl()) + "/sse", "")
                .filter(answer -> answer.statusCode() == 201)
                .flatMap(answer -> answer.headers().firstValue("Location"))
                .map(path -> EventSourceClient.open(node() + path));
    }

    private void live(WebRtcClient client) {
        if (random.nextInt(4) > 0) {
            client.dial();
        }
        stay();
        String url = client.sessionUrl();
        switch (random.nextInt(6)) {
            case 0 -> client.vanish();
            case 1 -> client.close();
            case 2 -> hangUp(url, 1);
            case 3 -> hangUp(url, 3);
            case 4 -> {
                Thread restart = inParallel(() -> restart(elsewhere(url)));
                hangUp(url, 1);
                join(restart);
            }
            case 5 -> {
                Thread closing = inParallel(client::close);
                restart(elsewhere(url));
                ask("GET", path(url) + "/layer", "");
                join(closing);
            }
            default -> throw new AssertionError();
        }
    }

    /// Only one of those who hang up at once has done it.
    private void hangUp(String url, int times) {
        boolean[] done = new boolean[times];
        List<Thread> threads =
                IntStream.range(0, times)
                        .mapToObj(
                                i -> {
                                    String there = elsewhere(url);
                                    return inParallel(() -> done[i] = isDeleted(there));
                                })
                        .toList();
        threads.forEach(ChurnActor::join);
        IntPredicate isDone = i -> done[i];
        if (IntStream.range(0, times).filter(isDone).count() > 1) {
            answers.onWrong(url + " was hung up more than once");
        }
    }

    private boolean isDeleted(String url) {
        return answers.ask("DELETE", url, "")
                .filter(answer -> answer.statusCode() == 200)
                .isPresent();
    }

    private void restart(String url) {
        String fragment =
                "a=ice-ufrag:churn%08d\r\na=ice-pwd:%s\r\n"
                        .formatted(random.nextInt(1 << 20), "onePasswordOfTwentyTwo");
        answers.ask("PATCH", url, fragment, "Content-Type", HttpCalls.FRAGMENT, "If-Match", "*");
    }

    private void answerCounterOffer() {
        String stream = stream();
        String node = node();
        try (WebRtcClient none = WebRtcClient.viewer(node, stream, ClientMedia.watched())) {
            String nothing = none.offer().text().replaceAll("(?s)m=.*", "");
            answers.ask("POST", node + "/whep/" + stream, nothing, "Content-Type", HttpCalls.SDP)
                    .filter(answer -> answer.statusCode() == 406)
                    .ifPresent(offered -> answer(node, stream, offered));
        }
    }

    private void answer(String node, String stream, HttpResponse<String> offered) {
        String url = node() + offered.headers().firstValue("Location").orElseThrow();
        List<ClientMedia> media =
                List.of(
                        media(MediaKind.AUDIO, "0", Format.OPUS, offered.body()),
                        media(MediaKind.VIDEO, "1", Format.VP8, offered.body()));
        try (WebRtcClient client = WebRtcClient.viewer(node, stream, media)) {
            Thread deleting = inParallel(() -> isDeleted(elsewhere(url)));
            Optional<HttpResponse<String>> taken =
                    answers.ask("ANSWER", () -> client.answer(offered.body(), url));
            join(deleting);
            if (taken.filter(each -> each.statusCode() == 204).isPresent()) {
                live(client);
            }
        }
    }

    /// With the payload type that the offer gives it.
    private static ClientMedia media(MediaKind kind, String mid, Format format, String offer) {
        Matcher rtpmap =
                Pattern.compile("a=rtpmap:(\\d+) " + Pattern.quote(format.rtpmap())).matcher(offer);
        int type = rtpmap.find() ? Integer.parseInt(rtpmap.group(1)) : format.payloadType();
        return new ClientMedia(kind, mid, List.of(format.withPayloadType(type)), 0);
    }

    /// The cluster's own endpoints are as good as anybody's.
    private void wish(String field, String endpoint) {
        String url = node() + endpoint + stream();
        String body = "{\"%s\":\"%s\"}".formatted(field, url);
        ask("POST", "/api/cascade/" + stream(), body, "Content-Type", JSON);
        stay();
    }

    private void drain() {
        String node = node();
        String body = DRAIN_BODIES.get(random.nextInt(DRAIN_BODIES.size()));
        answers.ask("POST", node + "/api/drain", body, "Content-Type", JSON);
        stay();
        answers.ask("DELETE", node + "/api/drain", "");
    }

    private void ask(String method, String path, String body, String... headers) {
        answers.ask(method, node() + path, body, headers);
    }

    private void stay() {
        Await.pause(Duration.ofMillis(random.nextInt(STAY_MILLIS)));
    }

    private String stream() {
        return STREAMS.get(random.nextInt(STREAMS.size()));
    }

    private String node() {
        return nodes.get(random.nextInt(nodes.size()));
    }

    private String elsewhere(String url) {
        return node() + path(url);
    }

    private static String path(String url) {
        return url.substring(url.indexOf("/session/"));
    }

    private static Thread inParallel(Runnable task) {
        return Thread.ofVirtual().start(task);
    }

    static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
