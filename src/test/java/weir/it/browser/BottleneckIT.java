package weir.it.browser;

import static org.assertj.core.api.Assertions.assertThat;

import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import weir.it.Await;
import weir.it.Figures;
import weir.it.net.Conditions;
import weir.it.net.ImpairedPath;

import java.time.Duration;
import java.util.Map;

/// A stream in three layers, of which each viewer gets what fits its way.
@Tag("quiet")
class BottleneckIT {
    private static final int WIDE = 3_000_000;
    private static final int NARROW = 600_000;
    private static final Duration QUEUE = Duration.ofMillis(500);
    private static final Conditions NEAR =
            Conditions.CLEAN.withDelay(Duration.ofMillis(20), Duration.ZERO);

    private static final int HIGH_WIDTH = 1280;
    private static final int MIDDLE_WIDTH = 640;

    private static final Duration CLIMB_MAX = Duration.ofSeconds(15);
    private static final Duration SETTLING = Duration.ofSeconds(3);
    /// Browsers begin with less.
    private static final long HIGH_BPS_MIN = 1_800_000;

    private static final int SECONDS_NARROW = 15;
    private static final int SECONDS_TOP = 5;

    private static final double QUEUEING_MILLIS = 200;
    private static final double FREEZE_MILLIS = 1_000;
    private static final double SHARE = 0.8;

    @AutoClose private static Stage stage;

    @BeforeAll
    static void start() {
        stage = Stage.open("bottleneck", 1, Map.of());
    }

    @AfterEach
    void remarkLoad() {
        Figures.remarkLoad();
    }

    @Test
    void aViewerGetsTheLayerThatFitsAndTheTopOneAgain() {
        try (ImpairedPath path = ImpairedPath.to(stage.node(1).port(), 4);
                Studio studio = publish("narrowed")) {
            path.up().set(NEAR);
            path.down().set(NEAR.withBottleneck(WIDE, QUEUE));
            try (MeasuredViewer viewer =
                    MeasuredViewer.watch(stage.chromium(), stage.node(1), "narrowed", path)) {
                double joined = viewer.received().atMillis();
                double top = viewer.awaitWidth(HIGH_WIDTH, joined, CLIMB_MAX);
                Figures.note("top layer after joining", top / 1000, "s", CLIMB_MAX.toSeconds());
                Course course = new Course(studio, viewer, path);
                course.follow(SECONDS_TOP);

                double narrowed = System.currentTimeMillis();
                path.down().set(NEAR.withBottleneck(NARROW, QUEUE));
                course.follow((int) SETTLING.toSeconds());
                int settled = course.size();
                course.follow(SECONDS_NARROW - (int) SETTLING.toSeconds());
                int widened = course.size();
                double widenedAt = System.currentTimeMillis();
                path.down().set(NEAR.withBottleneck(WIDE, QUEUE));
                course.follow((int) CLIMB_MAX.toSeconds() + SECONDS_TOP);

                double end = viewer.received().atMillis();
                Pictures pictures = viewer.pictures();
                double climbed = pictures.millisUntilWidth(HIGH_WIDTH, widenedAt).orElse(1e6);
                course.remark("narrow from 5, wide from 20");
                assertFits(course.between(settled, widened));
                Figures.note("top layer again after", climbed / 1000, "s", CLIMB_MAX.toSeconds());
                assertThat(climbed).as("climb").isLessThanOrEqualTo(CLIMB_MAX.toMillis());
                assertSteady(course, widened + (int) SETTLING.toSeconds());
                double gap = pictures.longestGapMillis(narrowed, end);
                Figures.note("longest freeze", gap, "ms", FREEZE_MILLIS);
                assertThat(gap).as("freeze").isLessThanOrEqualTo(FREEZE_MILLIS);
            }
        }
    }

    /// While it is narrow, and the node has had time to notice.
    private static void assertFits(Course narrow) {
        SoftAssertions each = new SoftAssertions();
        double queueing = narrow.queueingMillisMax();
        double share = narrow.shareMin("m");
        Figures.note("queueing, p95 of the worst second", queueing, "ms", QUEUEING_MILLIS);
        Figures.note("of the middle layer missing", 100 * (1 - share), "%", 100 * (1 - SHARE));
        each.assertThat(narrow.widths()).as("widths").containsOnly(MIDDLE_WIDTH);
        each.assertThat(queueing).as("queueing").isLessThanOrEqualTo(QUEUEING_MILLIS);
        each.assertThat(share).as("share of m").isGreaterThanOrEqualTo(SHARE);
        each.assertAll();
    }

    /// After it has become wide: at least the layer that fitted before, and the top one to the end
    /// once it is there.
    private static void assertSteady(Course course, int from) {
        Course rest = course.between(from, course.size());
        int top = rest.firstOfWidth(HIGH_WIDTH) + 1;
        double share = rest.between(0, top).shareMin("m");
        double topShare = rest.between(top, rest.size()).shareMin("h");
        Figures.note("missing on the way up", 100 * (1 - share), "%", 100 * (1 - SHARE));
        Figures.note("of the top layer missing", 100 * (1 - topShare), "%", 100 * (1 - SHARE));
        assertThat(share).as("share of m").isGreaterThanOrEqualTo(SHARE);
        assertThat(topShare).as("share of h").isGreaterThanOrEqualTo(SHARE);
    }

    @Test
    void twoViewersOfOneStreamGetEachTheirOwn() {
        try (ImpairedPath fast = ImpairedPath.to(stage.node(1).port(), 5);
                ImpairedPath slow = ImpairedPath.to(stage.node(1).port(), 6);
                Studio studio = publish("shared")) {
            fast.set(NEAR);
            fast.down().set(NEAR.withBottleneck(4_000_000, QUEUE));
            slow.set(NEAR);
            slow.down().set(NEAR.withBottleneck(500_000, QUEUE));
            try (MeasuredViewer one =
                            MeasuredViewer.watch(stage.chromium(), stage.node(1), "shared", fast);
                    MeasuredViewer other =
                            MeasuredViewer.watch(stage.chromium(), stage.node(1), "shared", slow)) {
                one.awaitWidth(HIGH_WIDTH, 0, CLIMB_MAX);
                other.awaitWidth(MIDDLE_WIDTH, 0, CLIMB_MAX);
                Await.pause(SETTLING);
                Course fastCourse = new Course(studio, one, fast);
                Course slowCourse = new Course(studio, other, slow);

                // On a busy machine the delay varies by itself, and the slow one tries once more.
                boolean each = false;
                while (!each && slowCourse.size() < CLIMB_MAX.toSeconds()) {
                    fastCourse.follow(1);
                    slowCourse.sample();
                    each =
                            slowCourse.size() >= SECONDS_TOP
                                    && fastCourse.last(SECONDS_TOP).isOnly(HIGH_WIDTH)
                                    && slowCourse.last(SECONDS_TOP).isOnly(MIDDLE_WIDTH);
                }

                fastCourse.remark("4 Mbit/s");
                slowCourse.remark("500 kbit/s");
                assertThat(each).as("each its own for 5 seconds at a time").isTrue();
                double queueing = slowCourse.last(SECONDS_TOP).queueingMillisMax();
                Figures.note("queueing at 500 kbit/s", queueing, "ms", QUEUEING_MILLIS);
                assertThat(queueing).isLessThanOrEqualTo(QUEUEING_MILLIS);
            }
        }
    }

    private static Studio publish(String stream) {
        Studio studio = Studio.open(stage.chromium(), stage.node(1));
        studio.publish(stream, Broadcast.simulcast("VP8"));
        studio.awaitFramesSent();
        studio.awaitBitrate("h", HIGH_BPS_MIN);
        return studio;
    }
}
