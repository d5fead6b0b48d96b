package weir.jsep;

import static org.assertj.core.api.Assertions.assertThat;

import static weir.jsep.Offers.answer;
import static weir.jsep.Offers.lines;
import static weir.jsep.Offers.parameters;
import static weir.jsep.Offers.section;
import static weir.jsep.Offers.text;
import static weir.jsep.Offers.watch;

import org.junit.jupiter.api.Test;

import weir.peer.OutgoingMedia;
import weir.rtp.ExtensionMap;
import weir.rtp.HeaderExtension;
import weir.rtp.MediaKind;
import weir.rtp.PayloadFormat;
import weir.rtp.RtcpFeedback;
import weir.sdp.MediaDescription;

import java.util.Map;

/// Which feedback and header extensions a viewer gets: no SRTP index may be sealed twice.
class AnswererViewerFeedbackTest {
    private static final String CHROME = text("chrome-viewer");
    private static final String FIREFOX = text("firefox-viewer");
    private static final String GSTREAMER = text("gstreamer-viewer");
    private static final String TRANSPORT_WIDE = HeaderExtension.TRANSPORT_SEQUENCE_NUMBER.uri();
    private static final String DESCRIPTOR = HeaderExtension.DEPENDENCY_DESCRIPTOR.uri();

    @Test
    void numbersPacketsForChromium() {
        MediaDescription audio = section(watch(CHROME), "audio");
        MediaDescription video = section(watch(CHROME), "video");

        assertThat(audio.all("extmap")).containsExactly("3 " + TRANSPORT_WIDE);
        assertThat(audio.all("rtcp-fb")).containsExactly("111 transport-cc");
        assertThat(video.all("extmap")).containsExactly("3 " + TRANSPORT_WIDE);
        assertThat(video.all("rtcp-fb"))
                .startsWith(
                        "96 nack",
                        "96 nack pli",
                        "96 ccm fir",
                        "96 transport-cc",
                        "103 nack",
                        "103 nack pli")
                .noneMatch(value -> value.endsWith("goog-remb"));
        assertThat(parameters(watch(CHROME)).outgoing())
                .extracting(OutgoingMedia::extensions)
                .containsOnly(
                        new ExtensionMap(Map.of(HeaderExtension.TRANSPORT_SEQUENCE_NUMBER, 3)));
    }

    @Test
    void numbersTheVideoOfFirefoxThatOffersNothingForAudio() {
        assertThat(section(watch(FIREFOX), "audio").has("extmap")).isFalse();
        assertThat(section(watch(FIREFOX), "audio").has("rtcp-fb")).isFalse();
        assertThat(section(watch(FIREFOX), "video").all("extmap"))
                .containsExactly("7 " + TRANSPORT_WIDE);
        assertThat(section(watch(FIREFOX), "video").all("rtcp-fb"))
                .startsWith("120 nack", "120 nack pli", "120 ccm fir", "120 transport-cc")
                .hasSize(12);
        assertThat(section(watch(FIREFOX), "video").formats())
                .containsExactly("120", "124", "121", "125", "99", "100");
    }

    @Test
    void tellsFirefoxThisAndNoMore() {
        Negotiation negotiation = watch(FIREFOX.replaceAll("( 12[15]| 99| 100)+\n", "\n"));
        OutgoingMedia video = parameters(negotiation).outgoing().get(1);
        String media = Integer.toUnsignedString(video.ssrc());
        String repair = Integer.toUnsignedString(video.retransmissionSsrc());

        assertThat(lines(negotiation, "video"))
                .containsExactly(
                        "m=video 9 UDP/TLS/RTP/SAVPF 120 124",
                        "c=IN IP4 0.0.0.0",
                        "a=mid:1",
                        "a=sendonly",
                        "a=rtcp-mux",
                        "a=rtcp-rsize",
                        "a=rtpmap:120 VP8/90000",
                        "a=fmtp:120 max-fs=12288;max-fr=60",
                        "a=rtcp-fb:120 nack",
                        "a=rtcp-fb:120 nack pli",
                        "a=rtcp-fb:120 ccm fir",
                        "a=rtcp-fb:120 transport-cc",
                        "a=rtpmap:124 rtx/90000",
                        "a=fmtp:124 apt=120",
                        "a=extmap:7 " + TRANSPORT_WIDE,
                        "a=msid:weir video",
                        "a=ssrc-group:FID " + media + " " + repair,
                        "a=ssrc:" + media + " cname:" + video.cname(),
                        "a=ssrc:" + repair + " cname:" + video.cname());
    }

    @Test
    void numbersNothingThatWouldBeSentAgainAsItWas() {
        for (String kind : new String[] {"audio", "video"}) {
            MediaDescription section = section(watch(GSTREAMER), kind);

            assertThat(section.has("extmap")).isFalse();
            assertThat(section.has("ssrc-group")).isFalse();
            assertThat(section.all("ssrc")).hasSize(1);
            assertThat(section.all("rtcp-fb"))
                    .anyMatch(value -> value.endsWith(" nack"))
                    .noneMatch(value -> value.endsWith("transport-cc"));
        }
        assertThat(parameters(watch(GSTREAMER)).outgoing())
                .extracting(OutgoingMedia::extensions)
                .containsOnly(ExtensionMap.EMPTY);
        assertThat(parameters(watch(GSTREAMER)).outgoing())
                .extracting(OutgoingMedia::retransmissionSsrc)
                .containsOnly(0);
    }

    @Test
    void numbersNothingWhereOneFormatHasNoRetransmissions() {
        String offer = CHROME.replace("a=fmtp:101 apt=100\n", "");

        assertThat(section(watch(offer), "video").has("extmap")).isFalse();
        assertThat(section(watch(offer), "video").all("rtcp-fb"))
                .startsWith("96 nack", "96 nack pli", "96 ccm fir", "96 goog-remb")
                .noneMatch(value -> value.endsWith("transport-cc"));
        assertThat(section(watch(offer), "video").all("ssrc-group")).hasSize(1);
    }

    @Test
    void numbersVideoThatIsNeverSentAgain() {
        String offer = GSTREAMER.replaceAll("a=rtcp-fb:9[67] nack\n", "");
        MediaDescription video = section(watch(offer), "video");

        assertThat(video.all("extmap")).containsExactly("1 " + TRANSPORT_WIDE);
        assertThat(video.all("rtcp-fb"))
                .containsExactly(
                        "96 nack pli",
                        "96 ccm fir",
                        "96 transport-cc",
                        "97 nack pli",
                        "97 ccm fir",
                        "97 transport-cc");
    }

    @Test
    void takesTheViewersEstimateWhereItTellsNoArrivals() {
        String noFeedback = CHROME.replaceAll("a=rtcp-fb:\\d+ transport-cc\n", "");
        String noExtension = CHROME.replaceAll("a=extmap:3 .*\n", "");
        String neverReads = CHROME.replace("a=extmap:3 ", "a=extmap:3/sendonly ");

        for (String offer : new String[] {noFeedback, noExtension, neverReads}) {
            MediaDescription video = section(watch(offer), "video");
            assertThat(video.has("extmap")).isFalse();
            assertThat(video.all("rtcp-fb"))
                    .startsWith("96 nack", "96 nack pli", "96 ccm fir", "96 goog-remb")
                    .noneMatch(value -> value.endsWith("transport-cc"));
            assertThat(video(offer).formats().getFirst().feedback())
                    .contains(RtcpFeedback.REMB)
                    .doesNotContain(RtcpFeedback.TRANSPORT_CC);
        }
    }

    @Test
    void tellsWhichFormatsRetransmissionsBelongTo() {
        assertThat(video(CHROME).formats())
                .filteredOn(PayloadFormat::isRetransmission)
                .hasSize(15)
                .first()
                .extracting(PayloadFormat::associated)
                .isEqualTo(96);
    }

    @Test
    void describesDependenciesWhereVideoOffersIt() {
        String offer = GSTREAMER.replace("a=mid:", "a=extmap:5 " + DESCRIPTOR + "\na=mid:");

        assertThat(section(watch(offer), "video").all("extmap")).containsExactly("5 " + DESCRIPTOR);
        assertThat(section(watch(offer), "audio").has("extmap")).isFalse();
        assertThat(video(offer).extensions())
                .isEqualTo(new ExtensionMap(Map.of(HeaderExtension.DEPENDENCY_DESCRIPTOR, 5)));
    }

    @Test
    void turnsTheDirectionOfAnExtensionRound() {
        String oneWay = "a=extmap:200/recvonly " + DESCRIPTOR + "\na=extmap:3/recvonly ";
        String offer = CHROME.replace("a=extmap:3 ", oneWay);

        assertThat(section(watch(offer), "video").all("extmap"))
                .containsExactly("200/sendonly " + DESCRIPTOR, "3/sendonly " + TRANSPORT_WIDE);
        assertThat(section(watch(offer.replace("200/recvonly", "200/sendonly")), "video"))
                .satisfies(
                        video ->
                                assertThat(video.all("extmap"))
                                        .containsExactly("3/sendonly " + TRANSPORT_WIDE));
    }

    @Test
    void echoesMixedExtensionHeadersAtTheirLevel() {
        String inSections = GSTREAMER.replace("a=mid:", "a=extmap-allow-mixed\na=mid:");

        assertThat(answer(watch(CHROME)).has("extmap-allow-mixed")).isTrue();
        assertThat(section(watch(CHROME), "video").has("extmap-allow-mixed")).isFalse();
        assertThat(answer(watch(inSections)).has("extmap-allow-mixed")).isFalse();
        assertThat(section(watch(inSections), "video").has("extmap-allow-mixed")).isTrue();
        assertThat(section(watch(GSTREAMER), "video").has("extmap-allow-mixed")).isFalse();
    }

    private static OutgoingMedia video(String offer) {
        return parameters(watch(offer)).outgoing().stream()
                .filter(media -> media.kind() == MediaKind.VIDEO)
                .findFirst()
                .orElseThrow();
    }
}
