package weir.jsep;

import static org.assertj.core.api.Assertions.assertThat;

import static weir.jsep.Offers.answer;
import static weir.jsep.Offers.lines;
import static weir.jsep.Offers.parameters;
import static weir.jsep.Offers.publish;
import static weir.jsep.Offers.section;
import static weir.jsep.Offers.text;

import org.junit.jupiter.api.Test;

import weir.peer.IncomingMedia;
import weir.rtp.HeaderExtension;
import weir.rtp.MediaKind;
import weir.sdp.MediaDescription;
import weir.sdp.SdpWriter;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

class AnswererSimulcastTest {
    private static final String CHROME = text("chrome-simulcast-publisher");
    private static final String FIREFOX = text("firefox-simulcast-publisher");
    private static final String OBS = text("obs-simulcast-publisher");

    @Test
    void takesAllThreeOfChromium() {
        MediaDescription video = section(publish(CHROME), "video");

        assertThat(video.all("rid")).containsExactly("q recv", "h recv", "f recv");
        assertThat(video.all("simulcast")).containsExactly("recv q;h;f");
        assertThat(video.all("extmap"))
                .contains(
                        "4 urn:ietf:params:rtp-hdrext:sdes:mid",
                        "10 urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id",
                        "11 urn:ietf:params:rtp-hdrext:sdes:repaired-rtp-stream-id",
                        "9 " + HeaderExtension.DEPENDENCY_DESCRIPTOR.uri());
        assertThat(video(CHROME).rids()).containsExactly("q", "h", "f");
        assertThat(video(CHROME).ssrcs()).isEmpty();
    }

    @Test
    void takesAllThreeOfFirefoxWithTheSourcesThatItNames() {
        MediaDescription video = section(publish(FIREFOX), "video");

        assertThat(video.all("rid")).containsExactly("hi recv", "mid recv", "lo recv");
        assertThat(video.all("simulcast")).containsExactly("recv hi;mid;lo");
        assertThat(video.all("extmap"))
                .contains(
                        "8/recvonly urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id",
                        "9/recvonly urn:ietf:params:rtp-hdrext:sdes:repaired-rtp-stream-id",
                        "10/recvonly " + HeaderExtension.DEPENDENCY_DESCRIPTOR.uri());
        assertThat(video(FIREFOX).rids()).containsExactly("hi", "mid", "lo");
        assertThat(video(FIREFOX).ssrcs())
                .containsExactly(ssrc("2807164321"), ssrc("1690211780"), ssrc("4028817346"));
        assertThat(video(FIREFOX).repairs())
                .isEqualTo(
                        Map.of(
                                ssrc("914500127"), ssrc("2807164321"),
                                ssrc("3054411256"), ssrc("1690211780"),
                                ssrc("77120935"), ssrc("4028817346")));
    }

    @Test
    void takesAllThreeOfObsInItsOrderWhoseOneSourceSaysNothing() {
        MediaDescription video = section(publish(OBS), "video");

        assertThat(video.all("rid")).containsExactly("2 recv", "0 recv", "1 recv");
        assertThat(SdpWriter.write(answer(publish(OBS))))
                .containsOnlyOnce("a=simulcast:recv 2;0;1\r\n")
                .containsOnlyOnce("a=simulcast");
        assertThat(video(OBS).rids()).containsExactly("2", "0", "1");
        assertThat(video(OBS).ssrcs()).isEmpty();
    }

    @Test
    void tellsObsThisAndNoMore() {
        assertThat(lines(publish(OBS), "video"))
                .containsExactly(
                        "m=video 9 UDP/TLS/RTP/SAVPF 96",
                        "c=IN IP4 0.0.0.0",
                        "a=mid:1",
                        "a=recvonly",
                        "a=rtcp-mux",
                        "a=rtpmap:96 H264/90000",
                        "a=fmtp:96 profile-level-id=42e01f;packetization-mode=1;"
                                + "level-asymmetry-allowed=1",
                        "a=rtcp-fb:96 nack",
                        "a=rtcp-fb:96 nack pli",
                        "a=rtcp-fb:96 goog-remb",
                        "a=extmap:1 urn:ietf:params:rtp-hdrext:sdes:mid",
                        "a=extmap:2 urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id",
                        "a=rid:2 recv",
                        "a=rid:0 recv",
                        "a=rid:1 recv",
                        "a=simulcast:recv 2;0;1");
    }

    @Test
    void takesTheFirstOfAlternativesAndWhatIsPausedAtFirst() {
        assertThat(simulcast("send 9,~1,0;~2")).contains("recv 1;2");
        assertThat(simulcast("recv 5;6 send 0;1")).contains("recv 0;1");
        assertThat(simulcast(" send 0 recv 1")).contains("recv 0");
    }

    @Test
    void takesEachOnceAndOnlyWhatIsDescribed() {
        assertThat(simulcast("send 0;0;1")).contains("recv 0;1");
        assertThat(simulcast("send 0;7;;2")).contains("recv 0;2");
    }

    @Test
    void takesOneEncodingWhereNoSimulcastCanBeRead() {
        for (String value : List.of("send", "recv 0;1", "send 7", "send rid=0", "", "send ;")) {
            String offer = OBS.replace("simulcast:send 2;0;1", "simulcast:" + value);
            MediaDescription video = section(publish(offer), "video");

            assertThat(video.has("simulcast")).as(value).isFalse();
        }
    }

    @Test
    void takesOneEncodingWherePacketsCannotNameTheirs() {
        String offer = OBS.replaceAll("a=extmap:2 .*\n", "");
        MediaDescription video = section(publish(offer), "video");

        assertThat(video.has("simulcast")).isFalse();
        assertThat(video.has("rid")).isFalse();
        assertThat(video(offer).rids()).isEmpty();
        assertThat(video(offer).ssrcs()).containsExactly(1854208032);
    }

    @Test
    void takesOneEncodingOfAudio() {
        String simulcast =
                "a=extmap:2 urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id\n"
                        + "a=rid:a send\na=rid:b send\na=simulcast:send a;b\nm=video";
        MediaDescription audio = section(publish(OBS.replace("m=video", simulcast)), "audio");

        assertThat(audio.has("simulcast")).isFalse();
        assertThat(audio.has("rid")).isFalse();
    }

    @Test
    void leavesOutWhatIsMoreThanEight() {
        assertThat(simulcastOf(8)).contains("recv r1;r2;r3;r4;r5;r6;r7;r8");
        assertThat(simulcastOf(9)).contains("recv r1;r2;r3;r4;r5;r6;r7;r8");
    }

    @Test
    void keepsRestrictionsAndOfTheFormatsThoseThatAreTaken() {
        String offer =
                CHROME.replace("a=rid:q send", "a=rid:q send pt=123,96,98;max-width=320")
                        .replace("a=rid:h send", "a=rid:h send max-fps=30")
                        .replace("a=rid:f send", "a=rid:f send pt=123");
        MediaDescription video = section(publish(offer), "video");

        assertThat(video.all("rid"))
                .containsExactly("q recv pt=96,98;max-width=320", "h recv max-fps=30");
        assertThat(video.all("simulcast")).containsExactly("recv q;h");
    }

    private static List<String> simulcast(String value) {
        String offer = OBS.replace("simulcast:send 2;0;1", "simulcast:" + value);
        return section(publish(offer), "video").all("simulcast");
    }

    private static List<String> simulcastOf(int count) {
        List<String> rids = IntStream.rangeClosed(1, count).mapToObj(i -> "r" + i).toList();
        String described =
                rids.stream().map(rid -> "a=rid:" + rid + " send\n").collect(Collectors.joining());
        String offer =
                OBS.replaceAll("a=(rid|simulcast).*\n", "")
                        + described
                        + "a=simulcast:send "
                        + String.join(";", rids)
                        + "\n";
        return section(publish(offer), "video").all("simulcast");
    }

    private static IncomingMedia video(String offer) {
        return parameters(publish(offer)).incoming().stream()
                .filter(media -> media.kind() == MediaKind.VIDEO)
                .findFirst()
                .orElseThrow();
    }

    private static int ssrc(String text) {
        return Integer.parseUnsignedInt(text);
    }
}
