package weir.jsep;

import static org.assertj.core.api.Assertions.assertThat;

import static weir.jsep.Offers.answer;
import static weir.jsep.Offers.parameters;
import static weir.jsep.Offers.publish;
import static weir.jsep.Offers.section;
import static weir.jsep.Offers.text;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import weir.peer.DtlsRole;
import weir.peer.IceRole;
import weir.peer.IncomingMedia;
import weir.peer.PeerParameters;
import weir.rtp.HeaderExtension;
import weir.rtp.RtcpFeedback;
import weir.sdp.SdpWriter;

import java.util.List;

/// What OBS Studio offers, and what it looks for in the answer.
///
/// What is not here:
///
/// | | |
/// |---|---|
/// | O2 O3 O4 O5 O7 O10 O16 | `weir.it.http.ClientQuirksIT`: they are about HTTP and sessions |
/// | O6 | a warning in the log of OBS, of links that Weir does not send to publishers |
/// | O9 | `weir.rtp.FormatMatchTest`: viewers are matched by the profile of the pictures |
/// | O11 O13 | `weir.recovery.NackGeneratorTest`, `weir.peer.PeerRepairTest`: whom to ask again |
/// | O12 O14 | `weir.stream.KeyFrameAnswersTest`, `InstantStartTest`: a start without key frames |
/// | O15 | `weir.forward.ParameterSetInserterTest`, `ReorderDetectorTest` |
class ObsQuirksTest {
    private static final String OBS = text("obs-publisher");
    private static final String SIMULCAST = text("obs-simulcast-publisher");

    /// O1: OBS names no candidate, now or later; where it is, its checks tell.
    @Test
    void whoNamesNoCandidateIsWaitedFor() {
        PeerParameters parameters = parameters(publish(OBS));

        assertThat(OBS).doesNotContain("a=candidate");
        assertThat(parameters.iceRole()).isEqualTo(IceRole.LITE);
        assertThat(parameters.remoteCandidates()).isEmpty();
        assertThat(parameters.dtlsRole()).isEqualTo(DtlsRole.SERVER);
    }

    /// O8: OBS learns of TURN servers too late to use them: it is reached directly or not at all.
    @Test
    void hostCandidatesOfUdpAndTcpStandInTheAnswerAndNoOthers() {
        assertThat(section(publish(OBS), "audio").all("candidate"))
                .allMatch(candidate -> candidate.contains("typ host"))
                .anyMatch(candidate -> candidate.contains(" udp "))
                .anyMatch(candidate -> candidate.contains("tcptype passive"));
    }

    /// O10: OBS ends the session unless the first `a=simulcast` has a semicolon less than it has
    /// layers, up to the CR.
    @Test
    void obsCountsAsManyLayersAsItOffers() {
        for (int layers = 2; layers <= 3; layers++) {
            String offer =
                    layers == 3
                            ? SIMULCAST
                            : SIMULCAST
                                    .replace("a=rid:2 send\n", "")
                                    .replace("send 2;0;1", "send 0;1");
            String answer = SdpWriter.write(answer(publish(offer)));
            String rest = answer.substring(answer.indexOf("a=simulcast"));
            String line = rest.substring(0, rest.indexOf('\r'));

            assertThat(line.chars().filter(c -> c == ';').count() + 1).isEqualTo(layers);
        }
    }

    /// O10: packets come by the SSRC that is named, plus 1, 2 and 3: by none that stands here.
    @Test
    void theOneSsrcBesideThreeLayersIsNoneOfTheirs() {
        assertThat(parameters(publish(SIMULCAST)).incoming().getLast().ssrcs()).isEmpty();
    }

    /// O13: OBS knows no transport-wide feedback and sends at one rate whatever it is told.
    @Test
    void obsIsToldAnEstimateAndNoTransportWideFeedback() {
        IncomingMedia video = parameters(publish(OBS)).incoming().getLast();

        assertThat(video.formats().getFirst().feedback())
                .contains(RtcpFeedback.REMB)
                .doesNotContain(RtcpFeedback.TRANSPORT_CC);
        assertThat(video.extensions().id(HeaderExtension.TRANSPORT_SEQUENCE_NUMBER)).isZero();
    }

    /// O17: audio has no header extensions; video has those for its MID and RID.
    @Test
    void extensionsBelongToTheSectionThatOffersThem() {
        assertThat(section(publish(OBS), "audio").all("extmap")).isEmpty();
        assertThat(section(publish(OBS), "video").all("extmap"))
                .containsExactly(
                        "1 urn:ietf:params:rtp-hdrext:sdes:mid",
                        "2 urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id");
    }

    /// O17: older builds have the transport at session level, newer ones behind the formats of
    /// each section, and all a comma between the options of ICE.
    @Test
    void theTransportIsReadWhereItStands() {
        String newer = text("obs-video-only-publisher");

        assertThat(OBS).contains("a=ice-options:ice2,trickle").matches("(?s).*a=ice-ufrag.*m=.*");
        assertThat(newer).contains("a=ice-options:ice2,trickle").matches("(?s).*m=.*a=ice-ufrag.*");
        assertThat(parameters(publish(OBS)).remoteIce().userFragment()).isEqualTo("qZ3p");
        assertThat(parameters(publish(newer)).remoteIce().userFragment()).isEqualTo("uV9s");
        assertThat(answer(publish(newer)).find("ice-options")).contains("trickle ice2");
    }

    /// O17: lip synchronization needs no group in the answer.
    @Test
    void theLipSynchronizationGroupIsNotAnswered() {
        assertThat(OBS).contains("a=group:LS 0 1");
        assertThat(answer(publish(OBS)).all("group")).containsExactly("BUNDLE 0 1");
    }

    /// O18: one medium alone, which keeps the mid that it has beside the other.
    @ParameterizedTest
    @ValueSource(strings = {"audio 0", "video 1"})
    void oneMediumAloneIsTaken(String mediumAndMid) {
        String medium = mediumAndMid.split(" ")[0];
        String mid = mediumAndMid.split(" ")[1];
        Negotiation negotiation = publish(text("obs-" + medium + "-only-publisher"));

        assertThat(answer(negotiation).media()).hasSize(1);
        assertThat(answer(negotiation).all("group")).isEqualTo(List.of("BUNDLE " + mid));
        assertThat(section(negotiation, medium).find("mid")).contains(mid);
        assertThat(section(negotiation, medium).has("candidate")).isTrue();
        assertThat(parameters(negotiation).incoming()).hasSize(1);
    }
}
