package weir.cascade;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;

import org.junit.jupiter.api.Test;

import weir.ice.IceCredentials;
import weir.peer.CertificateFingerprint;
import weir.peer.IncomingMedia;
import weir.rtp.ExtensionMap;
import weir.rtp.HeaderExtension;
import weir.rtp.MediaKind;
import weir.rtp.PayloadFormat;
import weir.rtp.RtcpFeedback;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Set;

class LinkMessageTest {
    private static final LinkMessage.Side SIDE =
            new LinkMessage.Side(
                    new IceCredentials("ufrag", "password-of-some-length"),
                    new CertificateFingerprint("sha-256", "AB:CD"));

    @Test
    void aRequestIsReadAsItWasWritten() {
        LinkMessage.Request request = new LinkMessage.Request("s", Long.MAX_VALUE, "child", SIDE);

        assertThat(LinkMessage.Request.read(overTheWire(request.toJson()))).isEqualTo(request);
    }

    @Test
    void anAnswerIsReadAsItWasWrittenWithTheFeedbackOfLinks() {
        LinkMessage.Answer answer =
                new LinkMessage.Answer(
                        SIDE,
                        List.of(
                                new InetSocketAddress("192.0.2.1", 7777),
                                new InetSocketAddress("2001:db8::1", 7778)),
                        List.of(
                                media(MediaKind.AUDIO, "opus", 2, Set.of(RtcpFeedback.NACK)),
                                media(
                                        MediaKind.VIDEO,
                                        "H264",
                                        1,
                                        Set.of(RtcpFeedback.NACK, RtcpFeedback.PLI))));

        assertThat(LinkMessage.Answer.read(overTheWire(answer.toJson()))).isEqualTo(answer);
    }

    @Test
    void fieldsThatAreNotKnownAreIgnored() {
        LinkMessage.Request request = new LinkMessage.Request("s", 5, "child", SIDE);
        JsonObject json = overTheWire(request.toJson()).put("new", new JsonObject().put("x", 1));
        json.getJsonObject("child").put("more", true);

        assertThat(LinkMessage.Request.read(json)).isEqualTo(request);
    }

    @Test
    void anAnswerCarriesTheNamesOfEncodingsAndTheIdsOfHeaderExtensions() {
        IncomingMedia simulcast =
                simulcast(
                        Map.of(
                                HeaderExtension.DEPENDENCY_DESCRIPTOR, 13,
                                HeaderExtension.RTP_STREAM_ID, 10,
                                HeaderExtension.MID, 4),
                        List.of("h", "m", "l"));
        LinkMessage.Answer answer = new LinkMessage.Answer(SIDE, List.of(), List.of(simulcast));

        assertThat(LinkMessage.Answer.read(overTheWire(answer.toJson()))).isEqualTo(answer);
    }

    @Test
    void anAnswerOfAnOlderNodeHasNeitherNamesNorExtensions() {
        LinkMessage.Answer answer =
                new LinkMessage.Answer(
                        SIDE,
                        List.of(),
                        List.of(simulcast(Map.of(HeaderExtension.MID, 4), List.of("h"))));
        JsonObject json = overTheWire(answer.toJson());
        json.getJsonArray("media").getJsonObject(0).remove("rids");
        json.getJsonArray("media").getJsonObject(0).remove("extensions");

        assertThat(LinkMessage.Answer.read(json).media())
                .containsExactly(simulcast(Map.of(), List.of()));
    }

    @Test
    void anExtensionThatIsNotKnownIsIgnored() {
        LinkMessage.Answer answer =
                new LinkMessage.Answer(
                        SIDE,
                        List.of(),
                        List.of(simulcast(Map.of(HeaderExtension.MID, 4), List.of())));
        JsonObject json = overTheWire(answer.toJson());
        json.getJsonArray("media")
                .getJsonObject(0)
                .getJsonObject("extensions")
                .put("urn:of:a:later:version", 9);

        assertThat(LinkMessage.Answer.read(json)).isEqualTo(answer);
    }

    private static IncomingMedia simulcast(Map<HeaderExtension, Integer> ids, List<String> rids) {
        PayloadFormat format =
                new PayloadFormat(
                        96,
                        MediaKind.VIDEO,
                        "VP8",
                        90_000,
                        1,
                        "",
                        Set.of(RtcpFeedback.NACK, RtcpFeedback.PLI));
        return new IncomingMedia(
                MediaKind.VIDEO, "m", List.of(format), new ExtensionMap(ids), rids);
    }

    private static IncomingMedia media(
            MediaKind kind, String encoding, int channels, Set<RtcpFeedback> feedback) {
        PayloadFormat format =
                new PayloadFormat(96, kind, encoding, 48_000, channels, "a=1;b=2", feedback);
        return new IncomingMedia(kind, "m", List.of(format), ExtensionMap.EMPTY, List.of());
    }

    private static JsonObject overTheWire(JsonObject json) {
        return new JsonObject(json.encode());
    }
}
