package weir.jsep;

import static org.assertj.core.api.Assertions.assertThat;

import static weir.jsep.Offers.answer;
import static weir.jsep.Offers.parameters;
import static weir.jsep.Offers.publish;
import static weir.jsep.Offers.section;
import static weir.jsep.Offers.text;
import static weir.jsep.Offers.watch;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import weir.peer.IncomingMedia;
import weir.peer.OutgoingMedia;
import weir.rtp.FormatMatch;
import weir.rtp.MediaKind;
import weir.rtp.PayloadFormat;
import weir.sdp.MediaDescription;

import java.util.List;
import java.util.Set;

/// What Chromium, Firefox and Safari offer.
///
/// What is not here:
///
/// | | |
/// |---|---|
/// | B5 | Firefox sends nothing of a shared screen in simulcast: nothing that Weir could send |
/// | B6 | `weir.it.AdminIT`: a header of the pages |
/// | B8 | Safari's sendrecv: [AnswererPublisherTest] |
/// | B11 | B-frames are told, not removed: `weir.forward.ReorderDetectorTest`, `DiagnosisTest` |
/// | B12 | `weir.it.browser.PagesIT` sees the watch page play, which begins muted |
class BrowserQuirksTest {
    private static final PayloadFormat OPUS =
            new PayloadFormat(111, MediaKind.AUDIO, "opus", 48_000, 2, "", Set.of());

    /// B1: whatever is live, both media are there and may begin later; none is rejected.
    @ParameterizedTest
    @ValueSource(strings = {"chrome-viewer", "firefox-viewer"})
    void bothMediaAreThereThoughOneAloneIsLive(String name) {
        for (List<PayloadFormat> live : List.of(List.of(OPUS), List.of(video("VP8", "")))) {
            Negotiation negotiation = watch(text(name), live.toArray(PayloadFormat[]::new));

            assertThat(answer(negotiation).media())
                    .hasSize(2)
                    .allMatch(media -> media.port() != 0)
                    .allMatch(media -> media.has("sendonly"))
                    .extracting(media -> media.find("msid").orElseThrow().split(" ")[0])
                    .containsOnly("weir");
            assertThat(parameters(negotiation).outgoing())
                    .extracting(OutgoingMedia::kind)
                    .containsExactlyInAnyOrder(MediaKind.values());
        }
    }

    /// B2: a name that only the browser's own network resolves is no reason to refuse.
    @Test
    void candidatesThatAreNamesAreLeftAside() {
        String safari = text("safari-publisher");

        assertThat(safari).contains(".local 52364 typ host");
        assertThat(parameters(publish(safari)).remoteCandidates()).isEmpty();
        assertThat(parameters(watch(safari)).remoteCandidates()).isEmpty();
    }

    /// B3, B9: of H.264 that is Constrained Baseline Firefox and Safari get the format that says
    /// so, in the mode in which it comes.
    @Test
    void constrainedBaselineIsSentAsThat() {
        PayloadFormat obs = video("H264", "profile-level-id=42e01f;packetization-mode=1");

        assertThat(first(watch(h264OfFirefox(), obs))).isEqualTo("126");
        assertThat(first(watch(text("safari-publisher"), obs))).isEqualTo("98");
        assertThat(first(watch(text("chrome-viewer"), obs))).isEqualTo("109");
    }

    /// B3: what Firefox does not offer, it may decode: it is sent under what it offers, and the
    /// diagnosis says so (`weir.forward.DiagnosisTest`).
    @Test
    void aProfileThatIsNotOfferedIsSentAllTheSame() {
        PayloadFormat high = video("H264", "profile-level-id=640028;packetization-mode=1");
        Negotiation negotiation = watch(h264OfFirefox(), high);
        PayloadFormat sent =
                FormatMatch.best(high, parameters(negotiation).outgoing().get(1).formats())
                        .orElseThrow();

        assertThat(sent.payloadType()).isEqualTo(126);
        assertThat(FormatMatch.isProfileCovered(high, sent)).isFalse();
    }

    /// B4, B10: AV1 and H.265 are sent to whoever offers them, and are no reason to fail.
    @Test
    void codecsDependOnTheOfferAlone() {
        PayloadFormat h265 = video("H265", "");

        assertThat(codecs(watch(text("chrome-viewer"), h265))).doesNotContain("H265");
        assertThat(codecs(watch(text("safari-publisher"), h265))).contains("H265");
        assertThat(first(watch(text("safari-publisher"), h265))).isEqualTo("100");
        assertThat(codecs(watch(h264OfFirefox(), h265))).doesNotContain("H265", "AV1");
    }

    /// B7: where the SSRC of retransmissions is not named, its format still says what it repairs.
    @Test
    void retransmissionsBelongToTheirFormatWhereNoSsrcIsNamed() {
        String firefox =
                text("firefox-publisher").replaceAll("a=ssrc:914500127.*\n|a=ssrc-group.*\n", "");
        IncomingMedia video = parameters(publish(firefox)).incoming().getLast();

        assertThat(video.repairs()).isEmpty();
        assertThat(format(video, 124).associated()).isEqualTo(120);
        assertThat(format(video, 100).associated()).isEqualTo(99);
    }

    /// B9: the profile of VP9 must be the same; Safari plays profile 0 alone.
    @Test
    void vp9OfAnotherProfileIsNotSentToSafari() {
        PayloadFormat tenBit = video("VP9", "profile-id=2");
        List<PayloadFormat> safari =
                parameters(watch(text("safari-publisher"), tenBit)).outgoing().get(1).formats();

        assertThat(FormatMatch.best(tenBit, safari)).isEmpty();
        assertThat(FormatMatch.best(video("VP9", ""), safari).orElseThrow().payloadType())
                .isEqualTo(104);
    }

    /// As Firefox has it where H.264 is there: in both modes, of one profile.
    private static String h264OfFirefox() {
        String h264 =
                "a=rtpmap:%d H264/90000\na=fmtp:%d profile-level-id=42e01f;"
                        + "level-asymmetry-allowed=1%s\n";
        return text("firefox-viewer").replace("120 124 121 125 99 100", "126 97 120 124 121 125")
                + h264.formatted(126, 126, ";packetization-mode=1")
                + h264.formatted(97, 97, "");
    }

    private static PayloadFormat format(IncomingMedia media, int payloadType) {
        return media.formats().stream()
                .filter(each -> each.payloadType() == payloadType)
                .findFirst()
                .orElseThrow();
    }

    private static String first(Negotiation negotiation) {
        return section(negotiation, "video").formats().getFirst();
    }

    private static List<String> codecs(Negotiation negotiation) {
        MediaDescription video = section(negotiation, "video");
        return video.all("rtpmap").stream().map(value -> value.split("[ /]")[1]).toList();
    }

    private static PayloadFormat video(String encoding, String parameters) {
        return new PayloadFormat(96, MediaKind.VIDEO, encoding, 90_000, 1, parameters, Set.of());
    }
}
