package weir.jsep;

import static org.assertj.core.api.Assertions.assertThat;

import static weir.jsep.Offers.answer;
import static weir.jsep.Offers.parameters;
import static weir.jsep.Offers.publish;
import static weir.jsep.Offers.section;
import static weir.jsep.Offers.text;
import static weir.jsep.Offers.watch;

import org.junit.jupiter.api.Test;

import weir.peer.IncomingMedia;
import weir.peer.OutgoingMedia;
import weir.rtp.MediaKind;
import weir.rtp.PayloadFormat;
import weir.rtp.RtcpFeedback;

import java.util.List;
import java.util.Map;
import java.util.Set;

/// What GStreamer's webrtcbin offers, in the plugins in Rust, in simple-whip-client and by itself.
/// The last two (`gstreamer-whip-client-publisher`, `gstreamer-webrtcbin-…`) are as those of Debian
/// 12 (1.22.0) sent them to Weir.
///
/// What is not here:
///
/// | | |
/// |---|---|
/// | G2 G3 | a `Location` with 201, no redirects: `weir.it.http.ClientQuirksIT` |
/// | G4 | counter-offers and their answers: `weir.it.http.SessionSettingsIT`, [CounterOfferTest] |
/// | G7 | what it does with links is its own; that they are there: `weir.signaling.IceServersTest`
/// |
/// | G8 | its own server: nothing that Weir sees |
class GstreamerQuirksTest {
    private static final String WHIP_CLIENT = text("gstreamer-whip-client-publisher");
    private static final String SINK = text("gstreamer-publisher");
    private static final String SOURCE = text("gstreamer-viewer");
    private static final String PUBLISHER = text("gstreamer-webrtcbin-publisher");
    private static final String VIEWER = text("gstreamer-webrtcbin-viewer");

    /// G1: all its candidates stand in the offer, those of TCP too, and none follows.
    @Test
    void candidatesInTheOfferAreNotNeeded() {
        assertThat(SINK).contains("a=candidate:2 1 TCP").contains("a=end-of-candidates");
        assertThat(parameters(publish(SINK)).remoteCandidates()).isEmpty();
        assertThat(parameters(watch(SOURCE)).remoteCandidates()).isEmpty();
    }

    /// G5: mids are words, credentials have 32 characters, and audio is bundle-only of port 0.
    @Test
    void itsMidsAndCredentialsAreTaken() {
        for (String offer : List.of(WHIP_CLIENT, SINK)) {
            Negotiation negotiation = publish(offer);

            assertThat(answer(negotiation).find("group")).contains("BUNDLE video0 audio1");
            assertThat(section(negotiation, "audio").port()).isEqualTo(9);
            assertThat(parameters(negotiation).remoteIce().userFragment()).hasSize(32);
            assertThat(parameters(negotiation).incoming())
                    .extracting(IncomingMedia::mid)
                    .containsExactly("video0", "audio1");
        }
    }

    /// G5: without fmtp H.264 is of packetization mode 0, and so it is answered.
    @Test
    void formatsWithoutParametersAreAnsweredWithoutParameters() {
        assertThat(section(publish(SINK), "video").formats()).containsExactly("96", "97");
        assertThat(section(publish(SINK), "video").all("fmtp")).isEmpty();
    }

    /// G5: what its encoder says of the stream comes back unchanged, or it cannot match it.
    @Test
    void parametersThatWeirHasNoUseForComeBack() {
        assertThat(section(publish(WHIP_CLIENT), "video").find("fmtp").orElseThrow())
                .isEqualTo(
                        "96 packetization-mode=1;"
                            + "sprop-parameter-sets=Z0LAFdoFB+wFqDAwNSgAAAMACAAAAwD0eLF1,aM48gA==;"
                            + "profile-level-id=42c015;level-asymmetry-allowed=1");
        assertThat(section(publish(WHIP_CLIENT), "video").has("framerate")).isFalse();
    }

    /// It offers transport-wide feedback but not the numbers that this needs.
    @Test
    void transportWideFeedbackWithoutItsExtensionIsNotTaken() {
        for (IncomingMedia media : parameters(publish(WHIP_CLIENT)).incoming()) {
            assertThat(media.formats().getFirst().feedback())
                    .doesNotContain(RtcpFeedback.TRANSPORT_CC);
        }
    }

    /// With `do-nack` there is RTX for sound as well.
    @Test
    void soundIsRepairedTooWhereItIsOffered() {
        assertThat(section(publish(PUBLISHER), "video").formats()).containsExactly("96", "98");
        assertThat(section(publish(PUBLISHER), "audio").formats()).containsExactly("97", "99");
        assertThat(parameters(publish(PUBLISHER)).incoming())
                .extracting(IncomingMedia::repairs)
                .containsExactly(
                        Map.of(ssrc("3446727583"), ssrc("2302082537")),
                        Map.of(ssrc("981635076"), ssrc("2686189972")));
    }

    private static int ssrc(String unsigned) {
        return Integer.parseUnsignedInt(unsigned);
    }

    /// Without `do-nack` a viewer asks for key frames and for nothing else.
    @Test
    void whoOffersNoRepairIsPromisedNone() {
        assertThat(section(watch(VIEWER), "video").all("rtcp-fb"))
                .contains("98 nack pli", "98 ccm fir")
                .doesNotContain("98 nack", "98 transport-cc");
        assertThat(section(watch(VIEWER), "video").formats()).containsExactly("98", "96", "99");
    }

    /// Its encodings' names are in capitals.
    @Test
    void formatsAreKnownHoweverTheyAreWritten() {
        assertThat(VIEWER).contains("a=rtpmap:97 OPUS/48000/2");
        assertThat(section(watch(VIEWER), "audio").formats()).containsExactly("97");
    }

    /// Its users choose SSRCs by hand: `ssrc=1` stands in its own examples.
    @Test
    void smallSsrcsAreSsrcs() {
        assertThat(parameters(publish(WHIP_CLIENT)).incoming())
                .extracting(IncomingMedia::ssrcs)
                .containsExactly(List.of(2), List.of(1));
    }

    /// G6: a player offers the payload types of its caps, and expects these and no others.
    @Test
    void aPlayerIsSentItsOwnPayloadTypes() {
        PayloadFormat live =
                new PayloadFormat(126, MediaKind.VIDEO, "VP8", 90_000, 1, "", Set.of());
        Negotiation negotiation = watch(SOURCE, live);

        assertThat(section(negotiation, "video").formats()).containsExactly("97", "96");
        assertThat(section(negotiation, "audio").formats()).containsExactly("98");
        assertThat(parameters(negotiation).outgoing())
                .extracting(OutgoingMedia::mid)
                .containsExactly("video0", "audio1");
    }
}
