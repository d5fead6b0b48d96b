package weir.it.browser;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import weir.it.Await;
import weir.rtp.MediaKind;
import weir.testkit.ClientMedia;
import weir.testkit.ReceivedRtp;
import weir.testkit.WebRtcClient;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/// A browser shows a stream of H.264 whose parameter sets came once, before it was there. The
/// pictures are those of another browser, with the sets of all key frames but the first taken out.
class ParameterSetsIT {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final int SSRC = 3002;

    @Test
    void whoComesAfterTheOnlyParameterSetsSeesThePicture() {
        try (Stage stage = Stage.open("parameter-sets", 1, Map.of())) {
            String node = stage.node(1).url();
            List<ClientMedia> media =
                    List.of(
                            ClientMedia.audio(SSRC - 1),
                            ClientMedia.video(SSRC, ClientMedia.Format.H264));
            try (Publisher publisher = stage.chromium().publish(stage.node(1), "whole", "H264")) {
                publisher.awaitFirstFrameSent();
                try (WebRtcClient whole = WebRtcClient.watch(node, "whole");
                        WebRtcClient stripped = WebRtcClient.publisher(node, "stripped", media);
                        ScheduledExecutorService pace =
                                Executors.newSingleThreadScheduledExecutor()) {
                    stripped.connect();
                    Stripper stripper = new Stripper(whole, stripped);
                    pace.scheduleAtFixedRate(stripper::relay, 0, 10, TimeUnit.MILLISECONDS);
                    pace.scheduleAtFixedRate(whole::requestKeyFrame, 2, 2, TimeUnit.SECONDS);
                    Await.until("sets were taken out", SOON, () -> stripper.taken > 0);

                    try (Viewer viewer = stage.chromium().watch(stage.node(1), "stripped")) {
                        viewer.awaitFirstFrame();
                        Await.until(
                                "pictures go on",
                                SOON,
                                () -> viewer.received().framesDecoded() > 60);

                        assertThat(viewer.received().codec()).isEqualTo("video/H264");
                        assertThat(viewer.received().packetsLost()).isZero();
                    }
                    pace.shutdownNow();
                }
            }
            assertThat(stage.node(1).metrics().sum("weir_key_frames_completed_total")).isPositive();
        }
    }

    private static final class Stripper {
        private static final int STAP_A = 24;
        private static final int SEQUENCE_PARAMETER_SET = 7;
        private static final int PICTURE_PARAMETER_SET = 8;

        private final WebRtcClient from;
        private final WebRtcClient to;
        private int relayed;
        private int sequence = 100;
        private int firstTimestamp;
        private boolean begun;
        private volatile int taken;

        Stripper(WebRtcClient from, WebRtcClient to) {
            this.from = from;
            this.to = to;
        }

        void relay() {
            List<ReceivedRtp> all = from.received(MediaKind.VIDEO);
            for (; relayed < all.size(); relayed++) {
                ReceivedRtp packet = all.get(relayed);
                byte[] payload = packet.payload();
                if (!begun) {
                    begun = true;
                    firstTimestamp = packet.timestamp();
                } else if (packet.timestamp() != firstTimestamp) {
                    payload = strip(payload);
                }
                if (payload.length > 0) {
                    send(packet, payload);
                }
            }
        }

        private byte[] strip(byte[] payload) {
            if (payload.length == 0 || (payload[0] & 0x1f) != STAP_A) {
                return payload.length > 0 && isSet(payload[0]) ? new byte[0] : payload;
            }
            ByteBuffer units = ByteBuffer.wrap(payload, 1, payload.length - 1);
            ByteArrayOutputStream left = new ByteArrayOutputStream();
            left.write(payload[0]);
            while (units.remaining() > 2) {
                byte[] unit = new byte[units.getShort() & 0xffff];
                units.get(unit);
                if (!isSet(unit[0])) {
                    left.write(unit.length >> 8);
                    left.write(unit.length);
                    left.writeBytes(unit);
                }
            }
            return left.size() > 1 ? left.toByteArray() : new byte[0];
        }

        private boolean isSet(byte first) {
            int type = first & 0x1f;
            boolean set = type == SEQUENCE_PARAMETER_SET || type == PICTURE_PARAMETER_SET;
            taken += set ? 1 : 0;
            return set;
        }

        private void send(ReceivedRtp packet, byte[] payload) {
            int marker = packet.marker() ? 0x80 : 0;
            byte[] rtp =
                    ByteBuffer.allocate(12 + payload.length)
                            .put((byte) 0x80)
                            .put((byte) (marker | ClientMedia.Format.H264.payloadType()))
                            .putShort((short) sequence++)
                            .putInt(packet.timestamp())
                            .putInt(SSRC)
                            .put(payload)
                            .array();
            to.send(to.sealRtp(rtp, 12));
        }
    }
}
