package weir.jsep;

import static org.assertj.core.api.Assertions.assertThat;

import static weir.jsep.Offers.answer;
import static weir.jsep.Offers.parameters;
import static weir.jsep.Offers.publish;
import static weir.jsep.Offers.section;
import static weir.jsep.Offers.text;
import static weir.jsep.Offers.watch;

import org.junit.jupiter.api.Test;

import weir.peer.DtlsRole;
import weir.peer.IncomingMedia;
import weir.peer.OutgoingMedia;
import weir.rtp.ExtensionMap;
import weir.rtp.HeaderExtension;
import weir.rtp.MediaKind;
import weir.rtp.PayloadFormat;
import weir.rtp.RtcpFeedback;

import java.util.List;
import java.util.Set;

/// What Pion (MediaMTX, LiveKit and many more) and aiortc offer; what is aiortc's is as version
/// 1.4.0 sent it to Weir.
///
/// What is not here:
///
/// | | |
/// |---|---|
/// | L1 J1 M2 | they are about HTTP: `weir.it.http.ClientQuirksIT` |
/// | M1 | MediaMTX needs no PATCH, and sends its token as all do: there, too |
/// | J2 | what a player shows of a 406 |
/// | V1 | VLC speaks neither WHIP nor WHEP |
/// | C1 | about offers that Weir itself makes to other servers: [OffererTest] |
class OtherClientsTest {
    private static final String PION = text("pion-viewer");
    private static final String AIORTC = text("aiortc-viewer");
    private static final String AIORTC_PUBLISHER = text("aiortc-publisher");

    /// P1: Pion finds its tracks by mid, whose order is that of its transceivers.
    @Test
    void pionGetsItsMidsInItsOrderAndATrackOfEach() {
        Negotiation negotiation = watch(PION);

        assertThat(answer(negotiation).find("group")).contains("BUNDLE 0 1");
        assertThat(parameters(negotiation).outgoing())
                .extracting(OutgoingMedia::kind)
                .containsExactly(MediaKind.VIDEO, MediaKind.AUDIO);
        assertThat(section(negotiation, "video").find("mid")).contains("0");
        assertThat(section(negotiation, "video").has("msid")).isTrue();
        assertThat(section(negotiation, "audio").find("mid")).contains("1");
        assertThat(section(negotiation, "audio").has("msid")).isTrue();
    }

    /// P1: it writes feedback with a blank behind, candidates of two components, and no candidate
    /// later. It stands for the DTLS client, as everybody who leaves it open.
    @Test
    void pionsWaysOfWritingAreRead() {
        assertThat(PION).contains("a=rtcp-fb:96 nack \n").contains("1795000000 IN IP4 0.0.0.0");
        assertThat(section(watch(PION), "video").all("rtcp-fb"))
                .contains("96 nack", "96 nack pli", "96 ccm fir");
        assertThat(parameters(watch(PION)).dtlsRole()).isEqualTo(DtlsRole.SERVER);
        assertThat(parameters(watch(PION)).remoteCandidates()).isEmpty();
    }

    /// P1: every format has its retransmissions: it takes transport-wide numbers.
    @Test
    void pionsVideoIsNumbered() {
        OutgoingMedia video = parameters(watch(PION)).outgoing().getFirst();

        assertThat(video.extensions().id(HeaderExtension.TRANSPORT_SEQUENCE_NUMBER)).isEqualTo(1);
        assertThat(video.formats().getFirst().feedback()).contains(RtcpFeedback.TRANSPORT_CC);
    }

    /// A1: aiortc has no transport-wide feedback; what it can take is told by its own estimate.
    @Test
    void aiortcIsNotNumbered() {
        for (OutgoingMedia media : parameters(watch(AIORTC)).outgoing()) {
            assertThat(media.extensions()).isEqualTo(ExtensionMap.EMPTY);
        }
        assertThat(section(watch(AIORTC), "video").all("rtcp-fb"))
                .contains("97 goog-remb")
                .noneMatch(value -> value.contains("transport-cc"));
    }

    /// A1: it offers Opus as 96 where others have video, and H.264 twice.
    @Test
    void aiortcKeepsItsPayloadTypes() {
        PayloadFormat live =
                new PayloadFormat(
                        102,
                        MediaKind.VIDEO,
                        "H264",
                        90_000,
                        1,
                        "packetization-mode=1;profile-level-id=42e01f",
                        Set.of());
        Negotiation negotiation = watch(AIORTC, live);

        assertThat(section(negotiation, "audio").formats()).containsExactly("96", "0", "8");
        assertThat(section(negotiation, "video").formats())
                .startsWith("101")
                .containsExactlyInAnyOrder("97", "98", "99", "100", "101", "102");
    }

    /// A1: later versions name one certificate by several fingerprints.
    @Test
    void aiortcsCertificateMayHaveSeveralFingerprints() {
        String several =
                AIORTC.replace(
                        "a=setup", "a=fingerprint:sha-384 " + "AB:".repeat(47) + "AB\na=setup");

        assertThat(parameters(watch(AIORTC)).remoteFingerprints()).hasSize(1);
        assertThat(parameters(watch(several)).remoteFingerprints()).hasSize(2);
    }

    /// A1: each section of its bundle has ICE credentials of its own, of which the first count
    /// (RFC 9143 §7.2).
    @Test
    void ofTheCredentialsInABundleTheFirstCount() {
        assertThat(AIORTC_PUBLISHER).contains("a=ice-ufrag:cj0W", "a=ice-ufrag:yIeC");
        assertThat(parameters(publish(AIORTC_PUBLISHER)).remoteIce().userFragment())
                .isEqualTo("cj0W");
    }

    /// A1: one number means different header extensions in different sections of its bundle.
    @Test
    void extensionsAreNumberedBySection() {
        List<IncomingMedia> incoming = parameters(publish(AIORTC_PUBLISHER)).incoming();

        assertThat(AIORTC_PUBLISHER)
                .contains("a=extmap:2 urn:ietf:params:rtp-hdrext:ssrc-audio-level")
                .contains("a=extmap:2 http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time");
        assertThat(incoming.getFirst().extensions().id(HeaderExtension.ABSOLUTE_SEND_TIME))
                .isEqualTo(ExtensionMap.ABSENT);
        assertThat(incoming.getLast().extensions().id(HeaderExtension.ABSOLUTE_SEND_TIME))
                .isEqualTo(2);
    }

    /// A1: it may be either side of DTLS.
    @Test
    void aiortcMayBeEitherSideOfDtls() {
        for (String setup : List.of("actpass", "active", "passive")) {
            DtlsRole role =
                    parameters(watch(AIORTC.replace("setup:actpass", "setup:" + setup))).dtlsRole();

            assertThat(role).isEqualTo(setup.equals("passive") ? DtlsRole.CLIENT : DtlsRole.SERVER);
        }
    }
}
