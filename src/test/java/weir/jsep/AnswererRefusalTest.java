package weir.jsep;

import static org.assertj.core.api.Assertions.assertThat;

import static weir.jsep.Offers.answer;
import static weir.jsep.Offers.publish;
import static weir.jsep.Offers.section;
import static weir.jsep.Offers.text;
import static weir.jsep.Offers.watch;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import weir.jsep.Negotiation.Reason;

class AnswererRefusalTest {
    private static final String OBS = text("obs-publisher");
    private static final String VIEWER = text("chrome-viewer");
    private static final String VIDEO = OBS.substring(OBS.indexOf("m=video"));

    @Test
    void refusesPublishersThatDoNotSendAndViewersThatDoNotReceive() {
        refuses(publish(OBS.replace("a=sendonly", "a=recvonly")), Reason.DIRECTION_WRONG);
        refuses(publish(OBS.replace("a=sendonly", "a=inactive")), Reason.DIRECTION_WRONG);
        refuses(publish(OBS.replaceFirst("a=sendonly", "a=inactive")), Reason.DIRECTION_WRONG);
        refuses(watch(VIEWER.replace("a=recvonly", "a=sendonly")), Reason.DIRECTION_WRONG);
        refuses(watch(VIEWER.replace("a=recvonly", "a=inactive")), Reason.DIRECTION_WRONG);
    }

    @Test
    void refusesASecondTrackOfAKind() {
        refuses(publish(OBS + VIDEO.replace("a=mid:1", "a=mid:2")), Reason.TOO_MANY_TRACKS);
    }

    @Test
    void doesNotCountATrackThatTheOfferRejectsItself() {
        String rejected = VIDEO.replace("m=video 9", "m=video 0").replace("a=mid:1", "a=mid:2");

        assertThat(answer(publish(OBS + rejected)).media()).hasSize(3);
    }

    @Test
    void refusesASecondMediaStream() {
        refuses(
                publish(OBS.replaceFirst("a=msid:wT5bXc8vQy ", "a=msid:another ")),
                Reason.TOO_MANY_STREAMS);
        assertThat(answer(publish(OBS.replaceFirst("a=msid:wT5bXc8vQy ", "a=msid:- "))))
                .isNotNull();
    }

    @Test
    void refusesTwoSectionsOfOneMid() {
        refuses(publish(OBS.replace("a=mid:1", "a=mid:0")), Reason.MID_AMBIGUOUS);
    }

    @Test
    void refusesAnOfferWithoutAudioAndVideo() {
        refuses(publish(OBS.substring(0, OBS.indexOf("m="))), Reason.NO_MEDIA);
        refuses(watch(VIEWER.replaceAll("m=(audio|video)", "m=text")), Reason.NO_MEDIA);
        refuses(publish(OBS.replaceAll("m=(\\w+) 9", "m=$1 0")), Reason.NO_MEDIA);
    }

    @Test
    void refusesAPublisherOfWhomOneSectionCannotBeForwardedAndNamesTheCodecs() {
        Negotiation negotiation = publish(OBS.replace("H264", "H263"));

        refuses(negotiation, Reason.NO_COMMON_CODEC);
        assertThat(((Negotiation.Refused) negotiation).acceptedCodecs())
                .containsExactly(
                        "opus", "G722", "PCMU", "PCMA", "H264", "H265", "VP8", "VP9", "AV1", "red");
    }

    @Test
    void refusesAPublisherOfWhomASectionIsNeitherAudioNorVideo() {
        String data = "m=application 9 UDP/DTLS/SCTP webrtc-datachannel\na=mid:data\n";
        String bundled = OBS.replace("BUNDLE 0 1", "BUNDLE 0 1 data");

        refuses(publish(bundled + data), Reason.OTHER_MEDIA);
        refuses(publish(bundled + data.replace("application", "text")), Reason.OTHER_MEDIA);
        assertThat(answer(publish(OBS + data.replace(" 9 ", " 0 "))).media()).hasSize(3);
        assertThat(answer(watch(VIEWER + data)).media()).hasSize(3);
    }

    @Test
    void refusesAViewerOfWhomNoSectionCanBeServed() {
        refuses(
                watch(VIEWER.replaceAll("a=rtpmap:(\\d+) [^/]*", "a=rtpmap:$1 X")),
                Reason.NO_COMMON_CODEC);
    }

    @Test
    void refusesRedundantAudioOfWhichNothingElseIsOffered() {
        String publisher = redundantAlone(text("chrome-publisher"));
        String viewer = redundantAlone(VIEWER);

        refuses(publish(publisher), Reason.NO_COMMON_CODEC);
        refuses(watch(viewer.substring(0, viewer.indexOf("m=video"))), Reason.NO_COMMON_CODEC);
        assertThat(((Negotiation.Refused) publish(publisher)).acceptedCodecs()).contains("opus");
        assertThat(section(watch(viewer), "audio").port()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"111/110", "", "63/111", "0/0", "111/", "opus"})
    void leavesOutRedundantAudioThatNamesWhatCannotBeForwarded(String blocks) {
        String named = blocks.isEmpty() ? "" : "a=fmtp:63 " + blocks + "\n";
        String offer = text("chrome-publisher").replace("a=fmtp:63 111/111\n", named);

        assertThat(section(publish(offer), "audio").formats())
                .containsExactly("111", "9", "0", "8");
    }

    private static String redundantAlone(String chrome) {
        return chrome.replaceFirst("m=audio 9 (\\S+) .*\n", "m=audio 9 $1 63\n");
    }

    @Test
    void refusesOpusWithAnythingButTwoChannels() {
        refuses(publish(OBS.replace("48000/2", "48000")), Reason.NO_COMMON_CODEC);
    }

    @Test
    void refusesSeparatePortsForRtcp() {
        refuses(publish(OBS.replace("a=rtcp-mux\n", "")), Reason.RTCP_MUX_MISSING);
        refuses(publish(OBS.replaceFirst("a=rtcp-mux\n", "")), Reason.RTCP_MUX_MISSING);
        refuses(watch(VIEWER.replace("a=rtcp-mux\n", "")), Reason.RTCP_MUX_MISSING);
    }

    @Test
    void refusesTwoSectionsWithoutBundleButTakesOne() {
        String unbundled = OBS.replace("a=group:BUNDLE 0 1\n", "");

        refuses(publish(unbundled), Reason.BUNDLE_MISSING);
        refuses(publish(OBS.replace("BUNDLE 0 1", "BUNDLE 0")), Reason.BUNDLE_MISSING);
        assertThat(answer(publish(unbundled.replace(VIDEO, ""))).has("group")).isFalse();
    }

    @Test
    void refusesAnOfferOfAnIceLitePeer() {
        refuses(publish(OBS.replace("a=ice-ufrag", "a=ice-lite\na=ice-ufrag")), Reason.ICE_LITE);
    }

    @Test
    void takesCredentialsOfAllowedLengthOnly() {
        String without = OBS.replaceAll("a=ice-(ufrag|pwd):.*\n", "");

        refuses(publish(without), Reason.ICE_CREDENTIALS_MISSING);
        refuses(publish(credentials(without, 3, 22)), Reason.ICE_CREDENTIALS_MISSING);
        refuses(publish(credentials(without, 4, 21)), Reason.ICE_CREDENTIALS_MISSING);
        refuses(publish(credentials(without, 257, 22)), Reason.ICE_CREDENTIALS_MISSING);
        refuses(publish(credentials(without, 4, 257)), Reason.ICE_CREDENTIALS_MISSING);
        assertThat(answer(publish(credentials(without, 4, 22)))).isNotNull();
        assertThat(answer(publish(credentials(without, 256, 256)))).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a=fingerprint:sha-1 AB:CD\n", "a=fingerprint:sha-256 AB:CD\n"})
    void refusesAnOfferWithoutAStrongFingerprint(String line) {
        refuses(publish(OBS.replaceFirst("a=fingerprint:.*\n", line)), Reason.FINGERPRINT_MISSING);
    }

    @Test
    void refusesASetupItDoesNotKnow() {
        refuses(publish(OBS.replace("actpass", "holdconn")), Reason.SETUP_INVALID);
    }

    private static String credentials(String offer, int userFragment, int password) {
        String lines =
                "a=ice-ufrag:"
                        + "u".repeat(userFragment)
                        + "\na=ice-pwd:"
                        + "p".repeat(password)
                        + "\n";
        return offer.replaceFirst("m=", lines + "m=");
    }

    private static void refuses(Negotiation negotiation, Reason reason) {
        assertThat(negotiation)
                .isInstanceOfSatisfying(
                        Negotiation.Refused.class,
                        refused -> {
                            assertThat(refused.reason()).isEqualTo(reason);
                            assertThat(refused.because()).isNotBlank();
                        });
    }
}
