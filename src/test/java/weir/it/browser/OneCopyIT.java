package weir.it.browser;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import weir.it.Await;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/// However many watch a stream on a node, it comes to that node once.
class OneCopyIT {
    private static final Duration ALL_WATCH = Duration.ofSeconds(30);
    private static final int WITH_PICTURE = 7;
    private static final int AUDIO_ONLY = 3;
    private static final int FRAMES = 30;

    @Test
    void tenViewersOnANodeCauseOneRelayedCopy() {
        try (Stage stage = Stage.open("one-copy", 3, Map.of());
                Publisher publisher = stage.chromium().publish(stage.node(1), "popular", "VP8")) {
            publisher.awaitFirstFrameSent();
            Crowd crowd = stage.chromium().crowd(stage.node(3));

            for (int i = 0; i < WITH_PICTURE; i++) {
                crowd.join("popular", false);
            }
            for (int i = 0; i < AUDIO_ONLY; i++) {
                crowd.join("popular", true);
            }

            Await.until("all ten see or hear it", ALL_WATCH, () -> allWatch(crowd.received()));
            assertThat(stage.node(1).metrics().sum("weir_link_sessions", "role=\"parent\""))
                    .isEqualTo(1);
            assertThat(stage.node(3).metrics().sum("weir_link_sessions", "role=\"child\""))
                    .isEqualTo(1);
            assertThat(stage.node(2).metrics().sum("weir_link_sessions")).isZero();
        }
    }

    private static boolean allWatch(List<Received> received) {
        boolean seen =
                received.stream().limit(WITH_PICTURE).allMatch(r -> r.framesDecoded() >= FRAMES);
        boolean heard = received.stream().allMatch(r -> r.audioEnergy() > 0);
        return seen && heard;
    }
}
