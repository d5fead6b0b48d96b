package weir.peer;

import static org.assertj.core.api.Assertions.assertThat;

import static weir.peer.MediaWriter.AUDIO_SSRC;
import static weir.peer.MediaWriter.OPUS;
import static weir.peer.MediaWriter.RTX_SSRC;
import static weir.peer.MediaWriter.VIDEO_SSRC;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

import weir.rtcp.SenderReport;
import weir.rtp.RtcpFeedback;
import weir.srtp.SrtpProfile;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/// What a publisher with valid keys cannot do to those behind the peer.
class PeerHostileTest {
    private static final int REPORTS = 100;

    @AutoClose private PeerPair pair = new PeerPair(1, RtcpFeedback.NACK, RtcpFeedback.PLI);

    @Test
    void itsReportsAreHandedOnTwentyTimesASecondAtMost() {
        pair.connect();
        pair.sendVideo(10);
        run(20);

        for (int i = 0; i < REPORTS; i++) {
            report(i);
        }
        run(20);
        assertThat(handedOn()).isEqualTo(1);
        run(50);
        report(REPORTS);
        run(20);

        assertThat(handedOn()).isEqualTo(2);
    }

    @Test
    void anotherSourcesReportsAreNotHeldUp() {
        pair.connect();
        pair.sendVideo(10);
        MediaWriter.write(pair.client.peer.sending(), OPUS, AUDIO_SSRC, 1, 20);
        run(20);

        report(1);
        pair.client.peer.sending().relayReport(report(AUDIO_SSRC, 1), "");
        run(20);

        assertThat(handedOn()).isEqualTo(2);
    }

    /// The offer says that the picture's retransmissions repair the sound.
    @Test
    void whatRepairsAnotherMediumIsRefused() {
        pair.close();
        pair = new PeerPair(1, SrtpProfile.AEAD_AES_128_GCM, lying());
        pair.connect();
        MediaWriter.write(pair.client.peer.sending(), OPUS, AUDIO_SSRC, 10, 20);
        MediaWriter.write(pair.client.peer.sending(), OPUS, AUDIO_SSRC, 12, 20);
        run(20);

        MediaWriter.writeRtx(pair.client.peer.sending(), 1, 11, 100);
        run(20);

        assertThat(pair.node.refused).containsExactly("SSRC_OF_OTHER_MEDIA");
        assertThat(pair.node.sequences(AUDIO_SSRC)).containsExactly(10, 12);
    }

    private static List<IncomingMedia> lying() {
        List<IncomingMedia> media = MediaWriter.incoming();
        IncomingMedia video = media.getLast();
        return List.of(
                media.getFirst(),
                new IncomingMedia(
                        video.kind(),
                        video.mid(),
                        video.formats(),
                        video.extensions(),
                        List.of(),
                        Map.of(RTX_SSRC, AUDIO_SSRC),
                        List.of(),
                        false));
    }

    private void report(int count) {
        pair.client.peer.sending().relayReport(report(VIDEO_SSRC, count), "");
    }

    private static SenderReport report(int ssrc, int count) {
        return new SenderReport(ssrc, 1L << 40, 0, count, 0, List.of());
    }

    private int handedOn() {
        return pair.node.all(PeerOutput.SenderReportReceived.class).size();
    }

    private void run(int millis) {
        pair.run(Duration.ofMillis(millis));
    }
}
