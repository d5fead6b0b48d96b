package weir.it.browser;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import weir.it.Await;
import weir.it.Figures;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// How soon a publisher sends as much as its picture demands.
@Tag("quiet")
class RampUpIT {
    private static final double ENOUGH_BPS = 2_000_000;
    private static final double SECONDS = 5;

    private static final Duration INTERVAL = Duration.ofMillis(500);
    private static final int INTERVALS = 16;

    @AutoClose private static Stage stage;

    @BeforeAll
    static void start() {
        stage = Stage.open("ramp-up", 1, Map.of());
    }

    @AfterEach
    void remarkLoad() {
        Figures.remarkLoad();
    }

    @ParameterizedTest
    @ValueSource(strings = {"VP8", "H264"})
    void aPublisherWithoutLimitSendsTwoMegabitsSoon(String codec) {
        try (Studio studio = Studio.open(stage.chromium(), stage.node(1))) {
            studio.publish("ramp-up-" + codec, Broadcast.plain(codec, 0, 0.2));
            studio.awaitFramesSent();
            SentVideo first = studio.sent();
            List<SentVideo> samples = new ArrayList<>(List.of(first));
            List<String> course = new ArrayList<>();
            double seconds = Double.POSITIVE_INFINITY;
            for (int i = 0; i < INTERVALS; i++) {
                Await.pause(INTERVAL);
                SentVideo now = studio.sent();
                double bps = now.bpsSince(samples.getLast());
                samples.add(now);
                course.add(Math.round(bps / 1000) + "/" + Math.round(now.availableBps() / 1000));
                if (bps >= ENOUGH_BPS) {
                    seconds = Math.min(seconds, (now.atMillis() - first.atMillis()) / 1000);
                }
            }

            Figures.remark(codec + ", kbit/s sent/available each 500 ms: " + course);
            Figures.remark(samples.getLast().toString());
            Figures.note(codec + " sends 2 Mbit/s after", seconds, "s", SECONDS);
            assertThat(seconds).as("seconds until 2 Mbit/s").isLessThanOrEqualTo(SECONDS);
        }
    }
}
