package weir.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

class StreamStatusTest {
    private static final StreamCodec VP8 = new StreamCodec("video", "VP8", "");
    private static final StreamCodec AV1 = new StreamCodec("video", "AV1", "profile=0");
    private static final List<Reason> REASONS = List.of(new Reason("loss", "Much is lost."));
    private static final StreamSide NOBODY = new StreamSide(50, List.of());

    @Test
    void isInTheShapeOfLive777() {
        SessionStatus publisher =
                new SessionStatus(
                        "Ab3_x9",
                        1000,
                        "connected",
                        Optional.empty(),
                        Optional.empty(),
                        "n1",
                        new MediaFigures(1200, 2, 9600, 1, 2.5, 3, 4),
                        new SessionDetail(new JsonObject().put("limited", true), REASONS));
        StreamStatus stream =
                new StreamStatus("cam", 900, side(publisher), NOBODY, List.of(AV1), REASONS);

        assertThat(stream.toJson(StatsScope.CLUSTER))
                .isEqualTo(
                        new JsonObject(
                                """
                                {
                                  "id": "cam",
                                  "createdAt": 900,
                                  "publish": {"leaveAt": 0, "sessions": [{
                                    "id": "Ab3_x9",
                                    "createdAt": 1000,
                                    "leaveAt": 0,
                                    "state": "connected",
                                    "hasDataChannel": false,
                                    "stats": {
                                      "bytes": 1200, "packets": 2, "bitrate": 9600, "lost": 1,
                                      "jitterMillis": 2.5, "nacks": 3, "plis": 4, "node": "n1",
                                      "limited": true
                                    },
                                    "diagnosis": [{"type": "loss", "because": "Much is lost."}]
                                  }]},
                                  "subscribe": {"leaveAt": 50, "sessions": []},
                                  "codecs": [
                                    {"kind": "video", "codec": "AV1", "fmtp": "profile=0"}],
                                  "diagnosis": [{"type": "loss", "because": "Much is lost."}],
                                  "stats": {
                                    "publish": {"bytes": 1200, "packets": 2, "bitrate": 9600},
                                    "subscribe": {"bytes": 0, "packets": 0, "bitrate": 0}
                                  },
                                  "statsScope": "cluster"
                                }
                                """));
    }

    @Test
    void tellsALinkByTheNodeAtItsOtherEnd() {
        StreamStatus stream =
                new StreamStatus(
                        "cam",
                        900,
                        side(link("c1", 1, "n1")),
                        side(link("p1", 2, "n3")),
                        List.of(),
                        List.of());

        JsonObject json = stream.toJson(StatsScope.NODE);

        assertThat(cascade(json, "publish")).isEqualTo(new JsonObject().put("sourceNode", "n1"));
        assertThat(cascade(json, "subscribe")).isEqualTo(new JsonObject().put("targetNode", "n3"));
    }

    @Test
    void isReadAsItWasWritten() {
        StreamStatus stream =
                new StreamStatus(
                        "cam",
                        900,
                        side(session("p", 5, "n1"), link("c", 4, "n2")),
                        side(session("v", 6, "n1")),
                        List.of(VP8),
                        REASONS);

        assertThat(StreamStatus.read(new JsonObject(stream.toJson(StatsScope.NODE).encode())))
                .isEqualTo(stream);
    }

    @Test
    void ofSeveralNodesHasAllSessionsAndTheOldestBirth() {
        StreamStatus first = stream(900, side(session("p", 5, "n1")), side(session("v1", 6, "n1")));
        StreamStatus second = stream(800, NOBODY, side(session("v2", 7, "n2")));

        assertThat(StreamStatus.merge(List.of(first, second)))
                .containsExactly(
                        stream(
                                800,
                                side(session("p", 5, "n1")),
                                side(session("v2", 7, "n2"), session("v1", 6, "n1"))));
    }

    @Test
    void putsThePublisherBeforeTheLinksThatCarryItOn() {
        StreamStatus edge = stream(900, side(link("c", 9, "n1")), NOBODY);
        StreamStatus origin = stream(900, side(session("p", 5, "n1")), NOBODY);

        assertThat(StreamStatus.merge(List.of(edge, origin)).getFirst().publish().sessions())
                .extracting(SessionStatus::id)
                .containsExactly("p", "c");
    }

    @Test
    void keepsStreamsApartAndInOrder() {
        StreamStatus b = new StreamStatus("b", 1, NOBODY, NOBODY, List.of(), List.of());
        StreamStatus a = new StreamStatus("a", 2, NOBODY, NOBODY, List.of(), List.of());

        assertThat(StreamStatus.merge(List.of(b, a))).containsExactly(a, b);
    }

    @Test
    void hasLostItsPublisherWhenOnlyLinksAreLeft() {
        StreamStatus origin = stream(900, new StreamSide(7000, List.of()), NOBODY);
        StreamStatus edge = stream(900, side(link("c", 9, "n1")), side(session("v", 6, "n2")));

        StreamStatus merged = StreamStatus.merge(List.of(edge, origin)).getFirst();

        assertThat(merged.publish().leaveAt()).isEqualTo(7000);
        assertThat(merged.subscribe().leaveAt()).isZero();
    }

    @Test
    void takesTheCodecsOfTheNodeWhosePublisherCameLast() {
        StreamStatus edge = with(AV1, side(link("c", 99, "n1")));
        StreamStatus before = with(AV1, side(session("p1", 5, "n1")));
        StreamStatus after = with(VP8, side(session("p2", 6, "n2")));

        assertThat(StreamStatus.merge(List.of(edge, before, after)).getFirst().codecs())
                .containsExactly(VP8);
    }

    @Test
    void namesTheVideoCodecFirst() {
        StreamCodec opus = new StreamCodec("audio", "opus", "");

        assertThat(Stream.of(opus, VP8).sorted(StreamCodec.VIDEO_FIRST)).containsExactly(VP8, opus);
    }

    @Test
    void countsLinksInTheFiguresOfANodeAndNotInThoseOfTheCluster() {
        StreamStatus stream = stream(900, NOBODY, side(session("v", 6, "n1"), link("p", 7, "n2")));

        assertThat(packetsSent(stream, StatsScope.CLUSTER)).isEqualTo(10);
        assertThat(packetsSent(stream, StatsScope.NODE)).isEqualTo(20);
    }

    private static long packetsSent(StreamStatus stream, StatsScope scope) {
        return stream.toJson(scope)
                .getJsonObject("stats")
                .getJsonObject("subscribe")
                .getLong("packets");
    }

    private static JsonObject cascade(JsonObject stream, String side) {
        return stream.getJsonObject(side)
                .getJsonArray("sessions")
                .getJsonObject(0)
                .getJsonObject("cascade");
    }

    private static StreamStatus stream(long createdAt, StreamSide publish, StreamSide subscribe) {
        return new StreamStatus("cam", createdAt, publish, subscribe, List.of(), List.of());
    }

    private static StreamStatus with(StreamCodec codec, StreamSide publish) {
        return new StreamStatus("cam", 900, publish, NOBODY, List.of(codec), List.of());
    }

    private static StreamSide side(SessionStatus... present) {
        return new StreamSide(0, List.of(present));
    }

    private static SessionStatus session(String id, long createdAt, String node) {
        return status(id, createdAt, Optional.empty(), node);
    }

    private static SessionStatus link(String id, long createdAt, String otherNode) {
        return status(id, createdAt, Optional.of(otherNode), "here");
    }

    private static SessionStatus status(
            String id, long createdAt, Optional<String> otherNode, String node) {
        MediaFigures figures = new MediaFigures(1000, 10, 8000, 0, 0, 0, 0);
        return new SessionStatus(
                id,
                createdAt,
                "connected",
                otherNode,
                Optional.empty(),
                node,
                figures,
                SessionDetail.NONE);
    }
}
