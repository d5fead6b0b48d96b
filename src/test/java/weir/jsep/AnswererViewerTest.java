package weir.jsep;

import static org.assertj.core.api.Assertions.assertThat;

import static weir.jsep.Offers.answer;
import static weir.jsep.Offers.parameters;
import static weir.jsep.Offers.section;
import static weir.jsep.Offers.text;
import static weir.jsep.Offers.watch;

import org.junit.jupiter.api.Test;

import weir.peer.OutgoingMedia;
import weir.rtp.MediaKind;
import weir.rtp.PayloadFormat;
import weir.sdp.MediaDescription;

import java.util.List;
import java.util.Set;

class AnswererViewerTest {
    private static final String CHROME = text("chrome-viewer");

    @Test
    void answersSendonlyToRecvonlyAndToSendrecv() {
        assertThat(section(watch(CHROME), "video").has("sendonly")).isTrue();
        assertThat(section(watch(text("safari-publisher")), "video").has("sendonly")).isTrue();
    }

    @Test
    void keepsEveryCodecThatCanBeForwardedWithItsRetransmissions() {
        assertThat(section(watch(CHROME), "audio").formats())
                .containsExactly("111", "63", "9", "0", "8");
        assertThat(section(watch(CHROME), "video").formats())
                .containsExactly(
                        "96", "97", "103", "33", "107", "108", "109", "114", "115", "116", "117",
                        "118", "39", "40", "119", "120", "121", "59", "45", "46", "47", "48", "98",
                        "99", "100", "101", "102", "124", "104", "60");
        assertThat(section(watch(CHROME), "video").all("fmtp")).contains("97 apt=96");
    }

    @Test
    void putsWhatFitsTheLiveStreamFirst() {
        PayloadFormat h264 =
                video(
                        "H264",
                        "packetization-mode=1;profile-level-id=4d0028;level-asymmetry-allowed=1");
        Negotiation negotiation = watch(CHROME, h264, video("VP9", "profile-id=2"));

        assertThat(section(negotiation, "video").formats())
                .startsWith("117", "100", "96", "97", "103")
                .hasSize(30);
        assertThat(parameters(negotiation).outgoing().get(1).formats())
                .extracting(PayloadFormat::payloadType)
                .startsWith(96, 97, 103);
    }

    @Test
    void answersTheSameWhateverIsLiveAndCannotBeWatched() {
        assertThat(section(watch(CHROME, video("H265", "")), "video").formats())
                .isEqualTo(section(watch(CHROME), "video").formats());
    }

    @Test
    void echoesStereo() {
        assertThat(section(watch(text("firefox-viewer")), "audio").all("fmtp"))
                .contains("109 maxplaybackrate=48000;stereo=1;useinbandfec=1");
    }

    @Test
    void namesOneStreamAndOneSourceForEachSection() {
        Negotiation negotiation = watch(CHROME);
        List<OutgoingMedia> outgoing = parameters(negotiation).outgoing();

        assertThat(section(negotiation, "audio").all("msid")).containsExactly("weir audio");
        assertThat(section(negotiation, "video").all("msid")).containsExactly("weir video");
        assertThat(section(negotiation, "audio").all("ssrc"))
                .containsExactly(cname(outgoing.get(0).ssrc(), outgoing.get(0)));
        assertThat(section(negotiation, "audio").has("ssrc-group")).isFalse();
        assertThat(outgoing.get(0).retransmissionSsrc()).isZero();
        assertThat(outgoing).extracting(OutgoingMedia::ssrc).doesNotHaveDuplicates();
        assertThat(outgoing).extracting(OutgoingMedia::ssrc).doesNotContain(0);
        assertThat(outgoing.get(0).cname())
                .hasSizeGreaterThanOrEqualTo(16)
                .isEqualTo(outgoing.get(1).cname());
        assertThat(parameters(negotiation).incoming()).isEmpty();
    }

    @Test
    void namesASourceOfItsOwnForRetransmissions() {
        Negotiation negotiation = watch(CHROME);
        OutgoingMedia video = parameters(negotiation).outgoing().get(1);

        assertThat(section(negotiation, "video").all("ssrc-group"))
                .containsExactly(
                        "FID "
                                + Integer.toUnsignedString(video.ssrc())
                                + " "
                                + Integer.toUnsignedString(video.retransmissionSsrc()));
        assertThat(section(negotiation, "video").all("ssrc"))
                .containsExactly(
                        cname(video.ssrc(), video), cname(video.retransmissionSsrc(), video));
        assertThat(video.retransmissionSsrc())
                .isNotIn(0, video.ssrc(), parameters(negotiation).outgoing().get(0).ssrc());
    }

    @Test
    void rejectsOnlyASectionThatCouldNeverBeServed() {
        String flexfecOnly = CHROME.replaceFirst("m=video 9 (\\S+) .*", "m=video 9 $1 35");
        Negotiation negotiation = watch(flexfecOnly);

        assertThat(section(negotiation, "video").port()).isZero();
        assertThat(section(negotiation, "video").formats()).containsExactly("35");
        assertThat(section(negotiation, "video").has("inactive")).isTrue();
        assertThat(section(negotiation, "video").find("mid")).contains("1");
        assertThat(answer(negotiation).find("group")).contains("BUNDLE 0");
        assertThat(parameters(negotiation).outgoing())
                .extracting(OutgoingMedia::kind)
                .containsExactly(MediaKind.AUDIO);
    }

    @Test
    void rejectsADataChannelSectionAndAnswersTheRest() {
        String data =
                "m=application 9 UDP/DTLS/SCTP webrtc-datachannel\na=mid:data\na=sctp-port:5000\n";
        String first = CHROME.replaceFirst("m=", data + "m=").replace("BUNDLE 0", "BUNDLE data 0");
        Negotiation negotiation = watch(first);

        assertThat(answer(negotiation).media())
                .extracting(MediaDescription::port)
                .containsExactly(0, 9, 9);
        assertThat(answer(negotiation).find("group")).contains("BUNDLE 0 1");
        assertThat(section(negotiation, "audio").has("candidate")).isTrue();
    }

    private static String cname(int ssrc, OutgoingMedia media) {
        return Integer.toUnsignedString(ssrc) + " cname:" + media.cname();
    }

    private static PayloadFormat video(String encoding, String parameters) {
        return new PayloadFormat(96, MediaKind.VIDEO, encoding, 90000, 1, parameters, Set.of());
    }
}
