package weir.jsep;

import static org.assertj.core.api.Assertions.assertThat;

import static weir.jsep.Offers.LOCAL;
import static weir.jsep.Offers.answerer;
import static weir.jsep.Offers.read;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import weir.peer.DtlsRole;
import weir.peer.OutgoingMedia;
import weir.peer.PeerParameters;
import weir.rtp.HeaderExtension;
import weir.rtp.MediaKind;
import weir.rtp.PayloadFormat;
import weir.rtp.RtcpFeedback;
import weir.sdp.MediaDescription;
import weir.sdp.SdpReader;
import weir.sdp.SdpSyntaxException;
import weir.sdp.SdpWriter;
import weir.testkit.TextMutator;

import java.util.List;
import java.util.Random;
import java.util.Set;

class CounterOfferTest {
    private static final PayloadFormat LIVE =
            new PayloadFormat(117, MediaKind.VIDEO, "H264", 90000, 1, h264("4d0032"), Set.of());

    private final CounterOffer offer = answerer().offerViewer(LOCAL, List.of(LIVE));

    @Test
    void offersBothMediaSendonlyWithAllCandidatesAndAnOpenDtlsRole() {
        assertThat(offer.description().has("ice-lite")).isTrue();
        assertThat(offer.description().all("group")).containsExactly("BUNDLE 0 1");
        assertThat(offer.description().media())
                .extracting(MediaDescription::media)
                .containsExactly("audio", "video");
        for (MediaDescription section : offer.description().media()) {
            assertThat(section.has("sendonly")).isTrue();
            assertThat(section.all("setup")).containsExactly("actpass");
            assertThat(section.has("rtcp-mux")).isTrue();
            assertThat(section.all("msid")).hasSize(1);
            assertThat(section.all("ice-ufrag"))
                    .containsExactly(offer.parameters().localIce().userFragment());
        }
        assertThat(offer.description().media().getFirst().all("candidate")).hasSize(5);
    }

    @Test
    void isReadBackAsItWasWritten() throws SdpSyntaxException {
        assertThat(SdpReader.read(SdpWriter.write(offer.description())))
                .isEqualTo(offer.description());
    }

    @Test
    void putsThePublishersFormatFirstAndEveryOtherCodecBehind() {
        MediaDescription video = offer.description().media().getLast();

        assertThat(video.all("fmtp").getFirst())
                .isEqualTo(video.formats().getFirst() + " " + h264("4d0032"));
        assertThat(video.all("rtpmap").stream().map(each -> each.split("[ /]")[1]).distinct())
                .contains("H264", "VP8", "VP9", "AV1", "H265", "rtx");
        assertThat(video.formats()).doesNotHaveDuplicates();
    }

    @Test
    void takesOfAnAnswerWhatTheViewerKept() {
        PeerParameters taken = accepted(answer("active", "VP8", true));

        assertThat(taken.dtlsRole()).isEqualTo(DtlsRole.SERVER);
        assertThat(taken.localIce()).isEqualTo(offer.parameters().localIce());
        assertThat(taken.remoteIce().userFragment()).isEqualTo("play");
        assertThat(taken.remoteFingerprints()).hasSize(1);
        OutgoingMedia video = taken.outgoing().getLast();
        assertThat(video.formats())
                .extracting(PayloadFormat::encoding)
                .containsExactly("VP8", "rtx");
        assertThat(video.formats().getFirst().feedback())
                .containsExactlyInAnyOrder(
                        RtcpFeedback.NACK,
                        RtcpFeedback.PLI,
                        RtcpFeedback.FIR,
                        RtcpFeedback.TRANSPORT_CC);
        assertThat(video.ssrc()).isEqualTo(offer.parameters().outgoing().getLast().ssrc());
        assertThat(video.retransmissionSsrc())
                .isEqualTo(offer.parameters().outgoing().getLast().retransmissionSsrc());
        assertThat(video.cname()).isEqualTo(offer.parameters().outgoing().getLast().cname());
    }

    @Test
    void beginsTheHandshakeWhereTheViewerWaitsForIt() {
        assertThat(accepted(answer("passive", "H264", true)).dtlsRole()).isEqualTo(DtlsRole.CLIENT);
    }

    /// What is new each time would be sealed under a nonce that was used.
    @Test
    void sendsNoTransportWideNumbersToOneThatDroppedTheRetransmissions() {
        OutgoingMedia video = accepted(answer("active", "VP8", false)).outgoing().getLast();

        assertThat(video.retransmissionSsrc()).isZero();
        assertThat(video.extensions().id(HeaderExtension.TRANSPORT_SEQUENCE_NUMBER)).isZero();
    }

    @Test
    void takesAnAnswerThatRejectsAMedium() {
        String audioOnly =
                answer("active", "VP8", true)
                        .replaceAll("m=video 9", "m=video 0")
                        .replace("BUNDLE 0 1", "BUNDLE 0");

        assertThat(accepted(audioOnly).outgoing())
                .extracting(OutgoingMedia::kind)
                .containsExactly(MediaKind.AUDIO);
    }

    @Test
    void countsWhatWasNotOfferedForNothing() {
        String more =
                answer("active", "VP8", true)
                        + "a=rtpmap:35 VP9/90000\r\na=extmap:9 "
                        + HeaderExtension.DEPENDENCY_DESCRIPTOR.uri()
                        + "\r\n";

        OutgoingMedia video = accepted(more).outgoing().getLast();

        assertThat(video.formats()).hasSize(2);
        assertThat(video.extensions().id(HeaderExtension.DEPENDENCY_DESCRIPTOR)).isNotEqualTo(9);
    }

    @Test
    void refusesWhatIsNoAnswerToIt() {
        String whole = answer("active", "VP8", true);

        assertThat(refused(whole.substring(0, whole.indexOf("m=video"))))
                .isEqualTo(Negotiation.Reason.ANSWER_OF_ANOTHER_OFFER);
        assertThat(refused(whole.replace("a=mid:1", "a=mid:2")))
                .isEqualTo(Negotiation.Reason.ANSWER_OF_ANOTHER_OFFER);
        assertThat(refused(whole.replace("recvonly", "sendonly")))
                .isEqualTo(Negotiation.Reason.DIRECTION_WRONG);
        assertThat(refused(whole.replace("a=rtcp-mux\r\n", "")))
                .isEqualTo(Negotiation.Reason.RTCP_MUX_MISSING);
        assertThat(refused(whole.replaceAll("a=ice-pwd.*\r\n", "")))
                .isEqualTo(Negotiation.Reason.ICE_CREDENTIALS_MISSING);
        assertThat(refused(whole.replaceAll("(m=\\w+) 9", "$1 0")))
                .isEqualTo(Negotiation.Reason.NO_MEDIA);
    }

    /// Whatever comes is taken or refused; nothing is thrown.
    @ParameterizedTest
    @MethodSource("weir.testkit.Seeds#thousand")
    void takesOrRefusesAnyAnswer(long seed) {
        Random random = new Random(seed);
        String broken = new TextMutator(random).mutate(answer("active", "VP8", true));
        try {
            assertThat(offer.accept(SdpReader.read(broken), random)).isNotNull();
        } catch (SdpSyntaxException _) {
            assertThat(broken).isNotEmpty();
        }
    }

    /// As a player makes it that has one video codec.
    private String answer(String setup, String codec, boolean retransmissions) {
        StringBuilder text =
                new StringBuilder("v=0\r\no=- 1 2 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\n");
        text.append("a=group:BUNDLE 0 1\r\n");
        section(text, offer.parameters().outgoing().getFirst(), setup, "opus", false);
        section(text, offer.parameters().outgoing().getLast(), setup, codec, retransmissions);
        return text.toString();
    }

    private static void section(
            StringBuilder text,
            OutgoingMedia offered,
            String setup,
            String codec,
            boolean retransmissions) {
        PayloadFormat format =
                offered.formats().stream()
                        .filter(each -> each.encoding().equals(codec))
                        .findFirst()
                        .orElseThrow();
        PayloadFormat repair =
                offered.formats().stream()
                        .filter(each -> each.associated() == format.payloadType())
                        .findFirst()
                        .orElse(format);
        int type = format.payloadType();
        text.append("m=%s 9 UDP/TLS/RTP/SAVPF %d".formatted(offered.kind().token(), type));
        text.append(retransmissions ? " " + repair.payloadType() : "").append("\r\n");
        text.append("c=IN IP4 0.0.0.0\r\na=mid:%s\r\na=recvonly\r\n".formatted(offered.mid()));
        text.append("a=rtcp-mux\r\na=ice-ufrag:play\r\na=ice-pwd:the-password-of-the-player\r\n");
        text.append("a=fingerprint:sha-256 AB").append(":CD".repeat(31)).append("\r\n");
        text.append("a=setup:%s\r\n".formatted(setup));
        text.append("a=rtpmap:%d %s/%d".formatted(type, codec, format.clockRate()));
        text.append(format.channels() == 1 ? "" : "/2").append("\r\n");
        text.append("a=fmtp:%d %s\r\n".formatted(type, format.parameters()));
        format.feedback()
                .forEach(each -> text.append("a=rtcp-fb:%d %s\r\n".formatted(type, each.token())));
        if (retransmissions) {
            text.append(
                    "a=rtpmap:%1$d rtx/90000\r\na=fmtp:%1$d apt=%2$d\r\n"
                            .formatted(repair.payloadType(), type));
        }
        offered.extensions()
                .entries()
                .forEach(
                        (extension, id) ->
                                text.append("a=extmap:%d %s\r\n".formatted(id, extension.uri())));
    }

    private static String h264(String profileLevel) {
        return "level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=" + profileLevel;
    }

    private PeerParameters accepted(String answer) {
        return Offers.parameters(offer.accept(read(answer), new Random(2)));
    }

    private Negotiation.Reason refused(String answer) {
        return switch (offer.accept(read(answer), new Random(2))) {
            case Negotiation.Refused refused -> refused.reason();
            case Negotiation.Accepted _ -> throw new AssertionError("taken:\n" + answer);
        };
    }
}
