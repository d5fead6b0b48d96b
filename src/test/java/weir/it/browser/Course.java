package weir.it.browser;

import weir.it.Await;
import weir.it.Figures;
import weir.it.net.ImpairedPath;
import weir.it.net.Queueing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// What becomes of a stream on its way to one viewer, second by second.
final class Course {
    /// At both ends and between, since the sample before.
    private record Sample(SentVideo sent, ReceivedVideo received, Queueing queueing) {}

    private final Studio studio;
    private final MeasuredViewer viewer;
    private final ImpairedPath path;
    private final List<Sample> samples;

    Course(Studio studio, MeasuredViewer viewer, ImpairedPath path) {
        this(studio, viewer, path, new ArrayList<>());
        sample();
    }

    private Course(Studio studio, MeasuredViewer viewer, ImpairedPath path, List<Sample> samples) {
        this.studio = studio;
        this.viewer = viewer;
        this.path = path;
        this.samples = samples;
    }

    void follow(int seconds) {
        for (int i = 0; i < seconds; i++) {
            Await.pause(Duration.ofSeconds(1));
            sample();
        }
    }

    void sample() {
        samples.add(new Sample(studio.sent(), viewer.received(), path.down().queueing()));
    }

    /// Intervals so far.
    int size() {
        return samples.size() - 1;
    }

    /// @param from     the first interval, 0 or more
    /// @param afterLast not beyond [#size()]
    Course between(int from, int afterLast) {
        int last = Math.clamp(afterLast, from, size());
        return new Course(studio, viewer, path, samples.subList(from, last + 1));
    }

    Course last(int seconds) {
        return between(size() - seconds, size());
    }

    boolean isOnly(int width) {
        return widths().equals(Set.of(width));
    }

    /// Of the pictures at the end of each interval.
    Set<Integer> widths() {
        Set<Integer> widths = new HashSet<>();
        samples.stream().skip(1).forEach(sample -> widths.add(sample.received().width()));
        return widths;
    }

    /// @return the interval; [#size()] if there is none
    int firstOfWidth(int width) {
        for (int i = 0; i < size(); i++) {
            if (samples.get(i + 1).received().width() == width) {
                return i;
            }
        }
        return size();
    }

    /// The 95th percentile of the worst interval.
    double queueingMillisMax() {
        return samples.stream()
                .skip(1)
                .mapToDouble(sample -> sample.queueing().p95Millis())
                .max()
                .orElse(0);
    }

    /// What the viewer received, compared with what the publisher sent of a layer: the least over
    /// two seconds, as pictures are of different sizes. 1 for a course that is too short.
    double shareMin(String rid) {
        double least = 1;
        for (int i = 2; i < samples.size(); i++) {
            Sample before = samples.get(i - 2);
            Sample now = samples.get(i);
            double received = now.received().bpsSince(before.received());
            least = Math.min(least, received / now.sent().bpsSince(before.sent(), rid));
        }
        return least;
    }

    void remark(String what) {
        Figures.remark(what + ", second by second:");
        for (int i = 0; i < size(); i++) {
            Figures.remark(i + ": " + describe(samples.get(i), samples.get(i + 1)));
        }
    }

    private static String describe(Sample before, Sample now) {
        StringBuilder line = new StringBuilder("sent");
        for (SentVideo.Layer layer : now.sent().layers()) {
            double bps = now.sent().bpsSince(before.sent(), layer.rid());
            line.append(String.format(Locale.ROOT, " %s %.0f", layer.rid(), bps / 1000));
        }
        return line.append(
                        String.format(
                                Locale.ROOT,
                                " kbit/s; received %.0f kbit/s, %.0f fps, %d wide, %d PLIs; %s",
                                now.received().bpsSince(before.received()) / 1000,
                                now.received().framesPerSecondSince(before.received()),
                                now.received().width(),
                                now.received().plis() - before.received().plis(),
                                now.queueing()))
                .toString();
    }
}
