package weir.jsep;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import weir.peer.CertificateFingerprint;
import weir.peer.DtlsRole;
import weir.peer.IceRole;
import weir.peer.IncomingMedia;
import weir.peer.OutgoingMedia;
import weir.peer.PeerParameters;
import weir.rtp.ExtensionMap;
import weir.rtp.HeaderExtension;
import weir.rtp.MediaKind;
import weir.rtp.PayloadFormat;
import weir.rtp.RtcpFeedback;
import weir.sdp.SdpWriter;
import weir.sdp.SessionDescription;

import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

class OffererTest {
    private static final CertificateFingerprint FINGERPRINT =
            new CertificateFingerprint("sha-256", "12" + ":34".repeat(31));

    private static final PayloadFormat OPUS =
            new PayloadFormat(109, MediaKind.AUDIO, "opus", 48000, 2, "useinbandfec=1", Set.of());

    private static final PayloadFormat H264 =
            new PayloadFormat(
                    106,
                    MediaKind.VIDEO,
                    "H264",
                    90000,
                    1,
                    "packetization-mode=1;profile-level-id=64001f",
                    Set.of());

    private final Offerer offerer = new Offerer(CodecPreferences.ALL, new Random(7));

    @Test
    void watchesWithEveryCodecThatCanBeForwarded() {
        SessionDescription offer = offerer.offerToWatch(FINGERPRINT).description();

        assertThat(offer.media()).allMatch(media -> media.has("recvonly"));
        assertThat(offer.media().stream().flatMap(media -> media.all("rtpmap").stream()))
                .anyMatch(map -> map.endsWith(" opus/48000/2"))
                .anyMatch(map -> map.endsWith(" red/48000/2"))
                .anyMatch(map -> map.endsWith(" G722/8000"))
                .anyMatch(map -> map.endsWith(" VP8/90000"))
                .anyMatch(map -> map.endsWith(" VP9/90000"))
                .anyMatch(map -> map.endsWith(" AV1/90000"))
                .anyMatch(map -> map.endsWith(" H265/90000"))
                .anyMatch(map -> map.endsWith(" H264/90000"));
        List<String> types =
                offer.media().stream().flatMap(media -> media.formats().stream()).toList();
        assertThat(new HashSet<>(types)).hasSameSizeAs(types);
        assertThat(types)
                .noneMatch(type -> Integer.parseInt(type) >= 64 && Integer.parseInt(type) <= 95);
        assertThat(SdpWriter.write(offer)).doesNotContain("a=candidate").doesNotContain("ice-lite");
    }

    @Test
    void watchesAnotherWeir() {
        LocalOffer ours = offerer.offerToWatch(FINGERPRINT);
        Negotiation.Accepted there =
                (Negotiation.Accepted)
                        Offers.answerer()
                                .answerViewer(ours.description(), Offers.LOCAL, List.of(H264));

        PeerParameters here = agreed(offerer.readWatched(ours, wire(there.answer())));

        assertThat(here.iceRole()).isEqualTo(IceRole.CONTROLLING);
        assertThat(here.dtlsRole()).isEqualTo(DtlsRole.CLIENT);
        assertThat(here.localIce()).isEqualTo(there.parameters().remoteIce());
        assertThat(here.remoteIce()).isEqualTo(there.parameters().localIce());
        assertThat(here.remoteFingerprints()).containsExactly(Offers.LOCAL.fingerprint());
        assertThat(here.remoteCandidates().getFirst())
                .isEqualTo(Offers.LOCAL.candidates().getFirst());
        assertThat(here.incoming())
                .extracting(IncomingMedia::ssrcs)
                .containsExactlyElementsOf(
                        there.parameters().outgoing().stream()
                                .map(media -> List.of(media.ssrc()))
                                .toList());
        IncomingMedia video = here.incoming().getLast();
        assertThat(video.repairs()).hasSize(1);
        assertThat(video.extensions().id(HeaderExtension.TRANSPORT_SEQUENCE_NUMBER))
                .isNotEqualTo(ExtensionMap.ABSENT);
        assertThat(video.formats().getFirst().encoding()).isEqualTo("H264");
        assertThat(video.formats().getFirst().feedback())
                .contains(RtcpFeedback.NACK, RtcpFeedback.PLI, RtcpFeedback.TRANSPORT_CC);
    }

    @Test
    void publishesToAnotherWeir() {
        LocalOffer ours = offerer.offerToPublish(FINGERPRINT, List.of(OPUS, H264));
        Negotiation.Accepted there =
                (Negotiation.Accepted)
                        Offers.answerer()
                                .answerPublisher(
                                        ours.description(), Offers.LOCAL, Offers.UNLIMITED);

        PeerParameters here = agreed(offerer.readPublished(ours, wire(there.answer())));

        assertThat(here.incoming()).isEmpty();
        OutgoingMedia audio = here.outgoing().getFirst();
        OutgoingMedia video = here.outgoing().getLast();
        assertThat(audio.formats().getFirst().payloadType()).isEqualTo(109);
        assertThat(audio.retransmissionSsrc()).isZero();
        assertThat(audio.extensions().id(HeaderExtension.TRANSPORT_SEQUENCE_NUMBER))
                .isEqualTo(ExtensionMap.ABSENT);
        assertThat(video.formats()).extracting(PayloadFormat::encoding).contains("H264", "rtx");
        assertThat(video.formats().getFirst().payloadType()).isEqualTo(106);
        IncomingMedia taken = there.parameters().incoming().getLast();
        assertThat(taken.ssrcs()).containsExactly(video.ssrc());
        assertThat(taken.repairs()).containsEntry(video.retransmissionSsrc(), video.ssrc());
        assertThat(video.extensions().id(HeaderExtension.TRANSPORT_SEQUENCE_NUMBER))
                .isEqualTo(taken.extensions().id(HeaderExtension.TRANSPORT_SEQUENCE_NUMBER));
    }

    /// C1: Cloudflare takes no other direction.
    @Test
    void publishesInOneDirection() {
        SessionDescription offer =
                offerer.offerToPublish(FINGERPRINT, List.of(OPUS, H264)).description();

        assertThat(offer.media())
                .hasSize(2)
                .allMatch(media -> media.has("sendonly") && !media.has("sendrecv"));
    }

    @Test
    void leavesOutWhatTheStreamDoesNotHave() {
        SessionDescription offer = offerer.offerToPublish(FINGERPRINT, List.of(H264)).description();

        assertThat(offer.media()).hasSize(1);
        assertThat(offer.media().getFirst().find("mid")).contains("0");
        assertThat(offer.find("group")).contains("BUNDLE 0");
    }

    @ParameterizedTest
    @CsvSource({"active,SERVER", "passive,CLIENT"})
    void theOtherSideChoosesWhoBeginsTheHandshake(String setup, DtlsRole ours) {
        LocalOffer offer = offerer.offerToWatch(FINGERPRINT);

        String answer = Answers.PION.replace("a=setup:active", "a=setup:" + setup);
        PeerParameters here = agreed(offerer.readWatched(offer, Offers.read(answer)));

        assertThat(here.dtlsRole()).isEqualTo(ours);
    }

    /// Full ICE, sound rejected, credentials in the section, candidates of two families and of TCP.
    @Test
    void readsTheAnswerOfAFullAgent() {
        PeerParameters here = agreed(watch(Answers.PION));

        assertThat(here.iceRole()).isEqualTo(IceRole.CONTROLLING);
        assertThat(here.remoteIce().userFragment()).isEqualTo("ufragOfPion");
        assertThat(here.remoteCandidates())
                .extracting(each -> each.getAddress().getHostAddress() + " " + each.getPort())
                .containsExactly("192.0.2.4 51000", "2001:db8:0:0:0:0:0:4 51001");
        assertThat(here.incoming()).hasSize(1);
        assertThat(here.incoming().getFirst().ssrcs()).containsExactly((int) 2596996162L);
        assertThat(here.incoming().getFirst().formats())
                .extracting(PayloadFormat::encoding)
                .containsExactly("VP8", "rtx");
    }

    /// ICE-lite at session level, transport attributes there as well, and `a=sendrecv`.
    @Test
    void readsTheAnswerOfALiteAgent() {
        PeerParameters here = agreed(watch(Answers.JANUS_LIKE));

        assertThat(here.dtlsRole()).isEqualTo(DtlsRole.SERVER);
        assertThat(here.incoming())
                .extracting(IncomingMedia::kind)
                .containsExactly(MediaKind.AUDIO, MediaKind.VIDEO);
        assertThat(here.remoteCandidates()).hasSize(1);
    }

    @Test
    void refusesAnAnswerThatCannotBeDialed() {
        String named = Answers.PION.replaceAll("(192\\.0\\.2\\.4|2001:db8::4)", "host.local");

        assertThat(watch(named)).isInstanceOf(AnswerReading.Unusable.class);
    }

    @Test
    void refusesAnAnswerThatTakesNothing() {
        String rejected = Answers.PION.replace("m=video 9", "m=video 0");
        String wrongWay = Answers.PION.replace("a=sendonly", "a=recvonly");
        String unsealed = Answers.PION.replace("a=fingerprint", "a=nothing");

        assertThat(List.of(watch(rejected), watch(wrongWay), watch(unsealed)))
                .allMatch(AnswerReading.Unusable.class::isInstance);
    }

    @Test
    void answersTheCounterOfferOfALiteServerByDialingIt() {
        String offer =
                Answers.JANUS_LIKE
                        .replace("a=setup:active", "a=setup:actpass")
                        .replace("a=sendrecv", "a=sendonly");

        Negotiation.Accepted accepted =
                (Negotiation.Accepted)
                        CounterOfferAnswer.of(Offers.answerer(), Offers.read(offer), Offers.LOCAL);

        assertThat(accepted.parameters().iceRole()).isEqualTo(IceRole.CONTROLLING);
        assertThat(accepted.parameters().remoteCandidates()).hasSize(1);
        assertThat(SdpWriter.write(accepted.answer()))
                .doesNotContain("ice-lite")
                .doesNotContain("a=candidate")
                .contains("a=recvonly");
    }

    @Test
    void answersTheCounterOfferOfAFullAgentAsALiteOne() {
        String offer = Answers.PION.replace("a=setup:active", "a=setup:actpass");

        Negotiation.Accepted accepted =
                (Negotiation.Accepted)
                        CounterOfferAnswer.of(Offers.answerer(), Offers.read(offer), Offers.LOCAL);

        assertThat(accepted.parameters().iceRole()).isEqualTo(IceRole.LITE);
        assertThat(SdpWriter.write(accepted.answer())).contains("a=ice-lite", "a=candidate");
    }

    private AnswerReading watch(String answer) {
        return offerer.readWatched(offerer.offerToWatch(FINGERPRINT), Offers.read(answer));
    }

    private static PeerParameters agreed(AnswerReading reading) {
        assertThat(reading).isInstanceOf(AnswerReading.Agreed.class);
        return ((AnswerReading.Agreed) reading).parameters();
    }

    /// As it comes over the wire.
    private static SessionDescription wire(SessionDescription description) {
        return Offers.read(SdpWriter.write(description));
    }

    /// Made by hand, after what such servers write.
    private static final class Answers {
        static final String PION =
                """
                v=0
                o=- 4215775240449105457 1763712000 IN IP4 0.0.0.0
                s=-
                t=0 0
                a=msid-semantic:WMS*
                a=fingerprint:sha-256 %1$s
                a=group:BUNDLE 1
                m=audio 0 UDP/TLS/RTP/SAVPF 0
                c=IN IP4 0.0.0.0
                a=mid:0
                m=video 9 UDP/TLS/RTP/SAVPF 96 97
                c=IN IP4 0.0.0.0
                a=setup:active
                a=mid:1
                a=ice-ufrag:ufragOfPion
                a=ice-pwd:passwordOfPionpasswordOfPion
                a=rtcp-mux
                a=rtcp-rsize
                a=rtpmap:96 VP8/90000
                a=rtcp-fb:96 nack
                a=rtcp-fb:96 nack pli
                a=rtcp-fb:96 transport-cc
                a=rtpmap:97 rtx/90000
                a=fmtp:97 apt=96
                a=extmap:4 http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01
                a=ssrc:2596996162 cname:pion
                a=ssrc:2596996162 msid:pion video
                a=msid:pion video
                a=sendonly
                a=candidate:1 1 udp 2130706431 2001:db8::4 51001 typ host
                a=candidate:2 1 udp 2130706175 192.0.2.4 51000 typ host
                a=candidate:2 2 udp 2130706175 192.0.2.4 51000 typ host
                a=candidate:3 1 tcp 1671430143 192.0.2.4 8443 typ host tcptype passive
                a=end-of-candidates
                """
                        .formatted("AB" + ":CD".repeat(31));

        static final String JANUS_LIKE =
                """
                v=0
                o=- 1 2 IN IP4 198.51.100.3
                s=mountpoint
                t=0 0
                a=group:BUNDLE 0 1
                a=ice-lite
                a=ice-ufrag:lite
                a=ice-pwd:liteliteliteliteliteliteli
                a=fingerprint:sha-256 %1$s
                a=setup:active
                a=msid-semantic: WMS *
                m=audio 9 UDP/TLS/RTP/SAVPF 111
                c=IN IP4 198.51.100.3
                a=sendrecv
                a=mid:0
                a=rtcp-mux
                a=rtpmap:111 opus/48000/2
                a=msid:a audio
                a=candidate:1 1 udp 2015363327 198.51.100.3 20000 typ host
                m=video 9 UDP/TLS/RTP/SAVPF 98
                c=IN IP4 198.51.100.3
                a=sendrecv
                a=mid:1
                a=rtcp-mux
                a=rtpmap:98 H264/90000
                a=fmtp:98 profile-level-id=42e01f;packetization-mode=1
                a=rtcp-fb:98 nack pli
                a=msid:a video
                a=candidate:1 1 udp 2015363327 198.51.100.3 20000 typ host
                """
                        .formatted("AB" + ":CD".repeat(31));
    }
}
