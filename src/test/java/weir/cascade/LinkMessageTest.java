package weir.cascade;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;

import org.junit.jupiter.api.Test;

import weir.ice.IceCredentials;
import weir.peer.CertificateFingerprint;
import weir.peer.IncomingMedia;
import weir.rtp.ExtensionMap;
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

    private static IncomingMedia media(
            MediaKind kind, String encoding, int channels, Set<RtcpFeedback> feedback) {
        PayloadFormat format =
                new PayloadFormat(96, kind, encoding, 48_000, channels, "a=1;b=2", feedback);
        return new IncomingMedia(
                kind, "m", List.of(format), ExtensionMap.EMPTY, List.of(), Map.of(), List.of());
    }

    private static JsonObject overTheWire(JsonObject json) {
        return new JsonObject(json.encode());
    }
}
