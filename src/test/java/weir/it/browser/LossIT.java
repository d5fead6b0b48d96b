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
import weir.it.net.Conditions;
import weir.it.net.ImpairedPath;

import java.time.Duration;
import java.util.Map;

/// A picture of 1280x720 over two lossy legs, each with a round trip of 50 ms.
@Tag("quiet")
class LossIT {
    private static final Conditions FAR =
            Conditions.CLEAN.withDelay(Duration.ofMillis(25), Duration.ZERO);
    private static final Duration SETTLING = Duration.ofSeconds(5);
    private static final Duration MEASURED = Duration.ofSeconds(60);

    private static final int BITRATE_BPS = 1_500_000;
    private static final double NOISE = 0.1;

    private static final double NOT_DECODED_PERCENT = 3;
    private static final double FREEZE_MILLIS = 500;
    private static final double PLIS_PER_SECOND = 0.1;

    /// To recover in, and a frame's own time.
    private static final double RECOVERY_MILLIS = 300 + 1000 / 30.0;

    /// What was measured at both ends.
    private record Result(
            SentVideo sentBefore,
            SentVideo sent,
            ReceivedVideo before,
            ReceivedVideo after,
            double longestGapMillis) {

        /// The two are not asked at the same moment, so rates are compared.
        double notDecodedPercent() {
            int frames = sent.first().framesSent() - sentBefore.first().framesSent();
            double sentPerSecond = 1000 * frames / (sent.atMillis() - sentBefore.atMillis());
            return 100 * (1 - after.framesPerSecondSince(before) / sentPerSecond);
        }

        int plis() {
            return sent.plis() - sentBefore.plis();
        }
    }

    @AutoClose private static Stage stage;

    @BeforeAll
    static void start() {
        stage = Stage.open("loss", 1, Map.of());
    }

    @AfterEach
    void remarkLoad() {
        Figures.remarkLoad();
    }

    @ParameterizedTest
    @ValueSource(strings = {"VP8", "H264"})
    void nearlyAllFramesArriveWhenOnePacketOfTwentyIsLost(String codec) {
        Result result = measure("random-" + codec, codec, FAR.withLoss(0.05), FAR.withLoss(0.05));

        double notDecoded = Math.max(0, result.notDecodedPercent());
        double plisMax = PLIS_PER_SECOND * MEASURED.toSeconds();
        Figures.note("frames not decoded", notDecoded, "%", NOT_DECODED_PERCENT);
        Figures.note("longest freeze", result.longestGapMillis(), "ms", FREEZE_MILLIS);
        Figures.note("PLIs at the publisher", result.plis(), "in 60 s", plisMax);
        assertThat(notDecoded).as("% not decoded").isLessThanOrEqualTo(NOT_DECODED_PERCENT);
        assertThat(result.longestGapMillis()).as("freeze").isLessThanOrEqualTo(FREEZE_MILLIS);
        assertThat(result.plis()).as("PLIs").isLessThanOrEqualTo((int) plisMax);
    }

    @ParameterizedTest
    @ValueSource(strings = {"VP8", "H264"})
    void aBurstOfTenLostPacketsIsRecoveredFromSoon(String codec) {
        // Ten packets of media are a moment; ten of what goes back would be a second.
        Conditions bursts = FAR.withBursts(10, Duration.ofSeconds(2));
        Result result = measure("bursts-" + codec, codec, bursts, FAR);

        Figures.note("longest gap", result.longestGapMillis(), "ms", RECOVERY_MILLIS);
        assertThat(result.longestGapMillis()).isLessThanOrEqualTo(RECOVERY_MILLIS);
    }

    /// @param media what happens to it on each leg, and what to that which goes `back`
    private static Result measure(String name, String codec, Conditions media, Conditions back) {
        try (ImpairedPath published = ImpairedPath.to(stage.node(1).port(), 1);
                ImpairedPath watched = ImpairedPath.to(stage.node(1).port(), 2);
                Studio studio = Studio.open(stage.chromium(), stage.node(1), published)) {
            studio.publish(name, Broadcast.plain(codec, BITRATE_BPS, NOISE));
            studio.awaitFramesSent();
            try (MeasuredViewer viewer =
                    MeasuredViewer.watch(stage.chromium(), stage.node(1), name, watched)) {
                // An encoder that has just begun on a busy machine makes pauses of its own.
                viewer.awaitFramesPerSecond(25);
                published.up().set(media);
                published.down().set(back);
                watched.down().set(media);
                watched.up().set(back);
                Await.pause(SETTLING);
                SentVideo sentBefore = studio.sent();
                ReceivedVideo before = viewer.received();
                Await.pause(MEASURED);
                SentVideo sent = studio.sent();
                ReceivedVideo after = viewer.received();
                Pictures pictures = viewer.pictures();
                Figures.remark(name + ": sent " + sentBefore + " to " + sent);
                Figures.remark("received " + before + " to " + after);
                Figures.remark(
                        "up " + published.up().counts() + ", down " + watched.down().counts());
                Figures.remark("gaps: " + pictures.gaps(before.atMillis(), after.atMillis()));
                double gap = pictures.longestGapMillis(before.atMillis(), after.atMillis());
                return new Result(sentBefore, sent, before, after, gap);
            }
        }
    }
}
