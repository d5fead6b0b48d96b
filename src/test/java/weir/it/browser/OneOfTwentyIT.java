package weir.it.browser;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import weir.it.Await;
import weir.it.Figures;
import weir.it.net.Conditions;
import weir.it.net.ImpairedPath;
import weir.rtp.MediaKind;
import weir.testkit.WebRtcClient;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/// Nineteen viewers do not notice that the twentieth has a bad network.
@Tag("quiet")
class OneOfTwentyIT {
    private static final int OTHERS = 19;
    private static final Duration MEASURED = Duration.ofSeconds(20);
    private static final double DIFFERENCE_PERCENT = 1;
    private static final double PLIS_PER_SECOND = 1;

    private static final Conditions BAD =
            Conditions.CLEAN.withLoss(0.1).withDelay(Duration.ofMillis(25), Duration.ofMillis(5));

    @AutoClose private static Stage stage;

    @BeforeAll
    static void start() {
        stage = Stage.open("one-of-twenty", 1, Map.of());
    }

    @AfterEach
    void remarkLoad() {
        Figures.remarkLoad();
    }

    @Test
    void theOthersGetAllAndThePublisherIsLeftInPeace() {
        List<WebRtcClient> others = new ArrayList<>();
        try (ImpairedPath path = ImpairedPath.to(stage.node(1).port(), 3);
                Studio studio = Studio.open(stage.chromium(), stage.node(1))) {
            studio.publish("crowded", Broadcast.plain("VP8", 600_000, 0.02));
            studio.awaitFramesSent();
            for (int i = 0; i < OTHERS; i++) {
                others.add(WebRtcClient.watch(stage.node(1).url(), "crowded"));
            }
            List<Double> without = receivedPercent(studio, others);
            try (MeasuredViewer bad =
                    MeasuredViewer.watch(stage.chromium(), stage.node(1), "crowded", path)) {
                path.set(BAD);
                int plis = studio.sent().plis();

                List<Double> with = receivedPercent(studio, others);

                plis = studio.sent().plis() - plis;
                Figures.remark("the bad one: " + bad.received());
                Figures.remark("percent without: " + without + ", with: " + with);
                assertLittleDifference(without, with);
                double perSecond = plis / (double) MEASURED.toSeconds();
                Figures.note("PLIs: %d, a second".formatted(plis), perSecond, "", PLIS_PER_SECOND);
                assertThat(perSecond).isLessThanOrEqualTo(PLIS_PER_SECOND);
            }
        } finally {
            others.forEach(WebRtcClient::close);
        }
    }

    private static void assertLittleDifference(List<Double> without, List<Double> with) {
        List<Double> differences = new ArrayList<>();
        for (int i = 0; i < OTHERS; i++) {
            differences.add(Math.abs(with.get(i) - without.get(i)));
        }
        double most = Collections.max(differences);
        Figures.note("packets of others, most changed by", most, "%", DIFFERENCE_PERCENT);
        assertThat(most).isLessThanOrEqualTo(DIFFERENCE_PERCENT);
    }

    /// How much each viewer gets of what the publisher sends, in the same interval.
    private static List<Double> receivedPercent(Studio studio, List<WebRtcClient> viewers) {
        SentVideo before = studio.sent();
        Await.pause(MEASURED);
        SentVideo after = studio.sent();
        Await.pause(Duration.ofMillis(500));
        long sent = after.first().packets() - before.first().packets();
        return viewers.stream()
                .map(viewer -> 100.0 * received(viewer, before, after) / sent)
                .toList();
    }

    private static long received(WebRtcClient viewer, SentVideo before, SentVideo after) {
        double sinceNow = System.nanoTime() / 1e6 - System.currentTimeMillis();
        return viewer.received(MediaKind.VIDEO).stream()
                .mapToDouble(packet -> packet.arrivalNanos() / 1e6 - sinceNow)
                .filter(millis -> millis > before.atMillis() && millis <= after.atMillis())
                .count();
    }
}
