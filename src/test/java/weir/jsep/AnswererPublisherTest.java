package weir.jsep;

import static org.assertj.core.api.Assertions.assertThat;

import static weir.jsep.Offers.answer;
import static weir.jsep.Offers.parameters;
import static weir.jsep.Offers.publish;
import static weir.jsep.Offers.section;
import static weir.jsep.Offers.text;

import org.junit.jupiter.api.Test;

import weir.peer.DtlsRole;
import weir.peer.IncomingMedia;
import weir.rtp.ExtensionMap;
import weir.rtp.HeaderExtension;
import weir.rtp.MediaKind;
import weir.rtp.PayloadFormat;
import weir.rtp.RtcpFeedback;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

class AnswererPublisherTest {
    private static final String CHROME = text("chrome-publisher");

    @Test
    void answersRecvonlyToSendonlyAndToSendrecv() {
        assertThat(section(publish(CHROME), "video").has("recvonly")).isTrue();
        assertThat(section(publish(text("safari-publisher")), "audio").has("recvonly")).isTrue();
    }

    @Test
    void takesTheDirectionOfTheSessionLevelAndSendrecvWhereNothingIsSaid() {
        String obs = text("obs-publisher");

        assertThat(answer(publish(obs.replace("a=sendonly\n", "")))).isNotNull();
        assertThat(answer(publish(sessionLevel(obs.replace("a=sendonly\n", ""), "sendonly"))))
                .isNotNull();
    }

    @Test
    void keepsWhatCanBeForwardedInTheOrderOfTheOffer() {
        assertThat(section(publish(CHROME), "audio").formats())
                .containsExactly("111", "63", "9", "0", "8");
        assertThat(section(publish(CHROME), "video").formats())
                .containsExactly(
                        "96", "97", "103", "33", "107", "108", "109", "114", "115", "116", "117",
                        "118", "39", "40", "45", "46", "98", "99", "100", "101");
    }

    @Test
    void echoesFmtp() {
        assertThat(section(publish(text("obs-publisher")), "audio").all("fmtp"))
                .containsExactly(
                        "111 minptime=10;maxaveragebitrate=96000;"
                                + "stereo=1;sprop-stereo=1;useinbandfec=1");
        assertThat(section(publish(CHROME), "video").all("fmtp"))
                .contains(
                        "103 level-asymmetry-allowed=1;packetization-mode=1;"
                                + "profile-level-id=42001f",
                        "97 apt=96");
    }

    @Test
    void writesChannelsOnlyWhereThereAreSeveral() {
        assertThat(section(publish(CHROME), "audio").all("rtpmap"))
                .containsExactly(
                        "111 opus/48000/2",
                        "63 red/48000/2",
                        "9 G722/8000",
                        "0 PCMU/8000",
                        "8 PCMA/8000");
    }

    @Test
    void knowsStaticPayloadTypesWithoutRtpmap() {
        String bare = CHROME.replaceAll("a=rtpmap:[089] .*\n", "");

        assertThat(section(publish(bare), "audio").formats())
                .containsExactly("111", "63", "9", "0", "8");
    }

    @Test
    void leavesOutH264OfPacketizationMode2AndItsRetransmissions() {
        String interleaved = CHROME.replace("mode=0;profile-level-id=42e01f", "mode=2");

        assertThat(section(publish(interleaved), "video").formats())
                .doesNotContain("115", "116")
                .contains("109", "114");
    }

    @Test
    void leavesOutPayloadTypesThatReadAsRtcp() {
        assertThat(section(publish(CHROME.replace("39 40", "64 95")), "video").formats())
                .doesNotContain("64", "95");
    }

    @Test
    void leavesOutCodecsThatAreNotPreferred() {
        CodecPreferences vp8AndOpus = new CodecPreferences(Set.of(Codec.VP8, Codec.OPUS));
        Negotiation negotiation =
                new Answerer(vp8AndOpus, new Random(1))
                        .answerPublisher(Offers.read(CHROME), Offers.LOCAL, Offers.UNLIMITED);

        assertThat(section(negotiation, "video").formats()).containsExactly("96", "97");
    }

    @Test
    void takesTransportFeedbackWhereItsExtensionIsTaken() {
        assertThat(section(publish(CHROME), "video").all("rtcp-fb"))
                .startsWith("96 nack", "96 nack pli", "96 ccm fir", "96 transport-cc", "103 nack");
        assertThat(section(publish(CHROME), "video").all("rtcp-fb"))
                .noneMatch(value -> value.endsWith("goog-remb"));
    }

    @Test
    void takesTheReceiversEstimateWhereTransportFeedbackCannotBe() {
        String without = CHROME.replaceAll("a=extmap:3 .*\n", "");

        assertThat(section(publish(without), "video").all("rtcp-fb"))
                .startsWith("96 nack", "96 nack pli", "96 ccm fir", "96 goog-remb");
        assertThat(section(publish(text("obs-publisher")), "video").all("rtcp-fb"))
                .containsExactly("96 nack", "96 nack pli", "96 goog-remb");
    }

    @Test
    void takesNoFeedbackThatWasNotOffered() {
        assertThat(section(publish(text("ffmpeg-publisher")), "video").all("rtcp-fb"))
                .containsExactly("106 nack");
        assertThat(section(publish(text("ffmpeg-publisher")), "audio").all("rtcp-fb")).isEmpty();
    }

    @Test
    void takesFeedbackOfferedForAllFormats() {
        String all = text("obs-publisher").replace("a=rtcp-fb:96 nack pli", "a=rtcp-fb:* ccm fir");

        assertThat(video(all).formats().getFirst().feedback())
                .containsExactlyInAnyOrder(RtcpFeedback.NACK, RtcpFeedback.FIR, RtcpFeedback.REMB);
    }

    @Test
    void takesMidRidsTransportSequenceAndSendTimeButNotOrientation() {
        assertThat(video(CHROME).extensions())
                .isEqualTo(
                        new ExtensionMap(
                                Map.of(
                                        HeaderExtension.MID, 4,
                                        HeaderExtension.RTP_STREAM_ID, 10,
                                        HeaderExtension.REPAIRED_RTP_STREAM_ID, 11,
                                        HeaderExtension.TRANSPORT_SEQUENCE_NUMBER, 3,
                                        HeaderExtension.ABSOLUTE_SEND_TIME, 2)));
        assertThat(section(publish(CHROME), "video").all("extmap"))
                .hasSize(5)
                .noneMatch(value -> value.contains("video-orientation"));
    }

    @Test
    void turnsTheDirectionOfAnExtensionRound() {
        String offer = text("obs-publisher").replace("extmap:1 ", "extmap:1/sendonly ");

        assertThat(section(publish(offer), "video").all("extmap"))
                .containsExactly(
                        "1/recvonly urn:ietf:params:rtp-hdrext:sdes:mid",
                        "2 urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id");
        assertThat(video(offer).extensions().id(HeaderExtension.MID)).isEqualTo(1);
    }

    @Test
    void leavesOutExtensionsThatThePublisherDoesNotSend() {
        String offer =
                text("obs-publisher")
                        .replace("extmap:1 ", "extmap:1/recvonly ")
                        .replace("extmap:2 ", "extmap:2/inactive ");

        assertThat(video(offer).extensions()).isEqualTo(ExtensionMap.EMPTY);
    }

    @Test
    void takesExtensionsOfTheSessionLevelAndNoIdTwice() {
        String offer =
                sessionLevel(
                        text("obs-publisher"),
                        "extmap:9 http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time\n"
                            + "a=extmap:2 urn:ietf:params:rtp-hdrext:sdes:repaired-rtp-stream-id");

        assertThat(video(offer).extensions())
                .isEqualTo(
                        new ExtensionMap(
                                Map.of(
                                        HeaderExtension.MID, 1,
                                        HeaderExtension.RTP_STREAM_ID, 2,
                                        HeaderExtension.ABSOLUTE_SEND_TIME, 9)));
    }

    @Test
    void leavesOutExtensionsWhoseIdIsNotOne() {
        for (String id : List.of("0", "15", "256", "x", "1/up")) {
            String offer = text("obs-publisher").replace("extmap:1 ", "extmap:" + id + " ");

            assertThat(video(offer).extensions().id(HeaderExtension.MID)).isZero();
        }
    }

    @Test
    void echoesMixedExtensionHeadersAtTheirLevel() {
        assertThat(answer(publish(CHROME)).has("extmap-allow-mixed")).isTrue();
        assertThat(section(publish(CHROME), "video").has("extmap-allow-mixed")).isFalse();
        assertThat(answer(publish(text("obs-publisher"))).has("extmap-allow-mixed")).isFalse();
    }

    @Test
    void takesTheDependencyDescriptorForVideoAlone() {
        String svc = text("chrome-svc-publisher");
        String uri = HeaderExtension.DEPENDENCY_DESCRIPTOR.uri();
        String onAudio = svc.replaceFirst("a=extmap:4 ", "a=extmap:9 " + uri + "\na=extmap:4 ");

        assertThat(section(publish(onAudio), "video").all("extmap")).contains("9 " + uri);
        assertThat(section(publish(onAudio), "audio").all("extmap")).doesNotContain("9 " + uri);
        assertThat(video(svc).extensions().id(HeaderExtension.DEPENDENCY_DESCRIPTOR)).isEqualTo(9);
        assertThat(video(svc).rids()).isEmpty();
    }

    @Test
    void namesTheSourcesOfMediaEachOnceAndThoseThatRepairThem() {
        int media = Integer.parseUnsignedInt("3735928559");

        assertThat(video(CHROME).ssrcs()).containsExactly(media);
        assertThat(video(CHROME).repairs()).isEqualTo(Map.of(1122334455, media));
        assertThat(video(CHROME.replaceAll("a=ssrc.*\n", "")).ssrcs()).isEmpty();
        assertThat(video(CHROME.replaceAll("a=ssrc.*\n", "")).repairs()).isEmpty();
    }

    @Test
    void namesRepairsThatOnlyTheirGroupNames() {
        assertThat(video(text("ffmpeg-publisher")).ssrcs())
                .containsExactly(Integer.parseUnsignedInt("2207783014"));
        assertThat(video(text("ffmpeg-publisher")).repairs())
                .isEqualTo(
                        Map.of(
                                Integer.parseUnsignedInt("2207783015"),
                                Integer.parseUnsignedInt("2207783014")));
    }

    @Test
    void takesNothingFromGroupsOfOtherMeaningsOrThatSayNothing() {
        String obs = text("obs-publisher");

        for (String group : List.of("SIM 1 2 3", "FID 7", "FID 7 7", "FID x 7", "FID", "")) {
            IncomingMedia video = video(obs + "a=ssrc:7 cname:x\na=ssrc-group:" + group + "\n");
            assertThat(video.ssrcs()).as(group).containsExactly(1854208032, 7);
            assertThat(video.repairs()).as(group).isEmpty();
        }
        assertThat(video(obs + "a=ssrc:7 cname:x\na=ssrc-group:FEC-FR 1854208032 7\n").ssrcs())
                .containsExactly(1854208032);
    }

    @Test
    void letsNoSourceRepairTwoNorARepairBeRepaired() {
        IncomingMedia video =
                video(
                        text("obs-publisher")
                                + "a=ssrc-group:FID 1854208032 5\n"
                                + "a=ssrc-group:FID 6 5\n"
                                + "a=ssrc-group:FID 5 7\n"
                                + "a=ssrc-group:FID 8 1854208032\n");

        assertThat(video.repairs()).isEqualTo(Map.of(5, 1854208032));
    }

    @Test
    void givesThePeerWhatTheAnswerSays() {
        IncomingMedia video = video(text("ffmpeg-publisher"));

        assertThat(video.kind()).isEqualTo(MediaKind.VIDEO);
        assertThat(video.mid()).isEqualTo("1");
        assertThat(video.formats())
                .extracting(PayloadFormat::encoding)
                .containsExactly("H264", "rtx");
        assertThat(video.formats().get(1).associated()).isEqualTo(106);
        assertThat(parameters(publish(CHROME)).outgoing()).isEmpty();
    }

    @Test
    void isDtlsClientOnlyForAPassiveOffer() {
        Negotiation ffmpeg = publish(text("ffmpeg-publisher"));

        assertThat(section(ffmpeg, "video").find("setup")).contains("active");
        assertThat(parameters(ffmpeg).dtlsRole()).isEqualTo(DtlsRole.CLIENT);
        for (String setup : List.of("a=setup:actpass\n", "a=setup:active\n", "")) {
            Negotiation obs = publish(text("obs-publisher").replace("a=setup:actpass\n", setup));
            assertThat(section(obs, "video").find("setup")).contains("passive");
            assertThat(parameters(obs).dtlsRole()).isEqualTo(DtlsRole.SERVER);
        }
    }

    private static IncomingMedia video(String offer) {
        return parameters(publish(offer)).incoming().stream()
                .filter(media -> media.kind() == MediaKind.VIDEO)
                .findFirst()
                .orElseThrow();
    }

    private static String sessionLevel(String offer, String attribute) {
        return offer.replaceFirst("m=", "a=" + attribute + "\nm=");
    }
}
