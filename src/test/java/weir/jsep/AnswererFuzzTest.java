package weir.jsep;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import weir.peer.BitrateLimits;
import weir.peer.IncomingMedia;
import weir.peer.OutgoingMedia;
import weir.peer.PeerParameters;
import weir.rtp.Bitrate;
import weir.rtp.ExtensionMap;
import weir.rtp.HeaderExtension;
import weir.rtp.MediaKind;
import weir.rtp.PayloadFormat;
import weir.rtp.RtcpFeedback;
import weir.sdp.SdpReader;
import weir.sdp.SdpSyntaxException;
import weir.sdp.SdpWriter;
import weir.sdp.SessionDescription;
import weir.testkit.TextMutator;

import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/// Whatever a client offers is answered or refused, and every answer is well-formed.
class AnswererFuzzTest {
    private static final List<String> OFFERS =
            List.of(
                    Offers.text("chrome-publisher"),
                    Offers.text("chrome-simulcast-publisher"),
                    Offers.text("chrome-svc-publisher"),
                    Offers.text("firefox-publisher"),
                    Offers.text("firefox-simulcast-publisher"),
                    Offers.text("safari-publisher"),
                    Offers.text("obs-publisher"),
                    Offers.text("obs-simulcast-publisher"),
                    Offers.text("ffmpeg-publisher"),
                    Offers.text("gstreamer-publisher"),
                    Offers.text("chrome-viewer"),
                    Offers.text("firefox-viewer"),
                    Offers.text("gstreamer-viewer"));
    private static final BitrateLimits LIMITED =
            new BitrateLimits(new Bitrate(300_000), new Bitrate(2_000_000));
    private static final PayloadFormat LIVE =
            new PayloadFormat(
                    102,
                    MediaKind.VIDEO,
                    "H264",
                    90000,
                    1,
                    "packetization-mode=1;profile-level-id=42e01f",
                    Set.of());

    @ParameterizedTest
    @MethodSource("weir.testkit.Seeds#thousand")
    void answersOrRefusesAnyOffer(long seed) throws SdpSyntaxException {
        Random random = new Random(seed);
        TextMutator mutator = new TextMutator(random);
        Answerer answerer = new Answerer(CodecPreferences.ALL, random);
        for (String offer : OFFERS) {
            SessionDescription read;
            try {
                read = SdpReader.read(mutator.mutate(offer));
            } catch (SdpSyntaxException _) {
                continue;
            }
            check(read, answerer.answerPublisher(read, Offers.LOCAL, Offers.UNLIMITED));
            check(read, answerer.answerPublisher(read, Offers.LOCAL, LIMITED));
            check(read, answerer.answerViewer(read, Offers.LOCAL, List.of(LIVE)));
        }
    }

    private static void check(SessionDescription offer, Negotiation negotiation)
            throws SdpSyntaxException {
        switch (negotiation) {
            case Negotiation.Refused refused -> assertThat(refused.because()).isNotBlank();
            case Negotiation.Accepted(SessionDescription answer, PeerParameters parameters) -> {
                long accepted =
                        answer.media().stream().filter(section -> section.port() != 0).count();
                assertThat(answer.media()).hasSameSizeAs(offer.media());
                assertThat(parameters.incoming().size() + parameters.outgoing().size())
                        .isEqualTo((int) accepted)
                        .isPositive();
                assertThat(SdpReader.read(SdpWriter.write(answer))).isEqualTo(answer);
                assertThat(parameters.remoteFingerprints()).isNotEmpty();
                parameters.incoming().forEach(AnswererFuzzTest::check);
                parameters.outgoing().forEach(AnswererFuzzTest::check);
            }
        }
    }

    private static void check(IncomingMedia media) {
        assertThat(media.rids()).doesNotHaveDuplicates().hasSizeLessThanOrEqualTo(8);
        assertThat(media.ssrcs()).doesNotHaveDuplicates();
        assertThat(media.ssrcs()).noneMatch(media.repairs()::containsKey);
        assertThat(media.repairs().values()).noneMatch(media.repairs()::containsKey);
        if (media.extensions().id(HeaderExtension.RTP_STREAM_ID) == ExtensionMap.ABSENT) {
            assertThat(media.rids()).isEmpty();
        }
    }

    /// Where packets say something new each time they are sent, none is sent again as it was.
    private static void check(OutgoingMedia media) {
        Set<Integer> repaired = new HashSet<>();
        Set<Integer> sentAgain = new HashSet<>();
        for (PayloadFormat format : media.formats()) {
            if (format.isRetransmission()) {
                repaired.add(format.associated());
            } else if (format.feedback().contains(RtcpFeedback.NACK)) {
                sentAgain.add(format.payloadType());
            }
        }
        if (media.extensions().id(HeaderExtension.TRANSPORT_SEQUENCE_NUMBER)
                != ExtensionMap.ABSENT) {
            assertThat(repaired).containsAll(sentAgain);
        }
        assertThat(media.retransmissionSsrc() != 0).isEqualTo(!repaired.isEmpty());
        assertThat(media.retransmissionSsrc()).isNotEqualTo(media.ssrc());
    }
}
