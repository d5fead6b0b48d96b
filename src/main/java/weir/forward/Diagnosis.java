package weir.forward;

import weir.rtp.FormatMatch;
import weir.rtp.PayloadFormat;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// One reason why a viewer sees nothing, or not what it should. A value.
///
/// @param because a sentence for people, with the numbers
public record Diagnosis(Type type, String because) {
    /// Of a time since something that has not happened.
    public static final long NEVER = Long.MAX_VALUE;

    private static final long SILENT_NANOS = 3_000_000_000L;
    private static final long AWAITED_NANOS = 2_000_000_000L;
    private static final long REQUEST_NANOS = 5_000_000_000L;
    private static final int LOSS_PERCENT_MAX = 20;

    /// In the order of how surely each alone leaves a screen black.
    public enum Type {
        VIEWER_NOT_CONNECTED,
        PUBLISHER_SILENT,
        AUDIO_ONLY,
        CODEC_MISSING,
        PAUSED,
        KEY_FRAME_REFUSED,
        KEY_FRAME_MISSING,
        PARAMETER_SETS_MISSING,
        ESTIMATE_TOO_LOW,
        PROFILE_UNSUPPORTED,
        REORDERED,
        LOSS;

        /// Stable, for programs: `publisher-silent`.
        public String token() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /// What is wrong with a publisher whoever watches, most likely cause first.
    public static List<Diagnosis> of(PublisherFacts publisher) {
        return sorted(ofPublisher(publisher));
    }

    /// Why this viewer of that publisher may see nothing, most likely cause first; empty if all is
    /// as it should be.
    public static List<Diagnosis> of(PublisherFacts publisher, ViewerFacts viewer) {
        List<Diagnosis> found = ofPublisher(publisher);
        if (found.stream().allMatch(one -> one.type().compareTo(Type.KEY_FRAME_REFUSED) > 0)) {
            addAwaited(found, publisher, viewer);
        }
        found.addAll(ofViewer(viewer, publisher.format()));
        return sorted(found);
    }

    private static List<Diagnosis> sorted(List<Diagnosis> found) {
        found.sort((one, other) -> one.type().compareTo(other.type()));
        return List.copyOf(found);
    }

    private static List<Diagnosis> ofPublisher(PublisherFacts publisher) {
        List<Diagnosis> found = new ArrayList<>();
        if (publisher.sincePacketNanos() >= SILENT_NANOS) {
            add(
                    found,
                    Type.PUBLISHER_SILENT,
                    "The publisher has sent nothing" + since(publisher.sincePacketNanos()) + ".");
            return found;
        }
        if (!publisher.videoOffered()) {
            return found;
        }
        if (publisher.sinceVideoNanos() >= SILENT_NANOS) {
            add(
                    found,
                    Type.AUDIO_ONLY,
                    "The publisher sends audio, but has sent no video"
                            + since(publisher.sinceVideoNanos())
                            + ".");
            return found;
        }
        addKeyFrames(found, publisher);
        String encoding = publisher.format().map(PayloadFormat::encoding).orElse("");
        if (publisher.reordering()
                && (encoding.equalsIgnoreCase("H264") || encoding.equalsIgnoreCase("H265"))) {
            add(
                    found,
                    Type.REORDERED,
                    "The publisher's encoder uses B-frames, with which "
                            + encoding
                            + " stutters in browsers; set them to 0 there.");
        }
        return found;
    }

    private static void addKeyFrames(List<Diagnosis> found, PublisherFacts publisher) {
        long unanswered = publisher.unansweredRequestNanos();
        if (unanswered != NEVER && unanswered > REQUEST_NANOS) {
            add(
                    found,
                    Type.KEY_FRAME_REFUSED,
                    "The publisher was asked for a key frame and has sent none"
                            + since(unanswered)
                            + "; set a shorter key-frame interval in its encoder.");
        } else if (publisher.sinceKeyFrameNanos() == NEVER) {
            add(found, Type.KEY_FRAME_MISSING, "The publisher has sent no key frame so far.");
        }
        if (publisher.parameterSetsLacking()) {
            add(
                    found,
                    Type.PARAMETER_SETS_MISSING,
                    "The publisher's key frames come without parameter sets (SPS, PPS), which it"
                            + " has not sent before either; have its encoder repeat them.");
        }
    }

    /// Many encoders send key frames on request alone, so a long time without one is amiss only
    /// where somebody waits.
    private static void addAwaited(
            List<Diagnosis> found, PublisherFacts publisher, ViewerFacts viewer) {
        long last = publisher.sinceKeyFrameNanos();
        if (viewer.awaitingKeyFrameNanos() > AWAITED_NANOS && last != NEVER) {
            add(
                    found,
                    Type.KEY_FRAME_MISSING,
                    "The viewer has waited for a key frame"
                            + since(viewer.awaitingKeyFrameNanos())
                            + ", and the publisher has sent none"
                            + since(last)
                            + ".");
        }
    }

    private static List<Diagnosis> ofViewer(ViewerFacts viewer, Optional<PayloadFormat> source) {
        List<Diagnosis> found = new ArrayList<>();
        if (!viewer.connected()) {
            add(
                    found,
                    Type.VIEWER_NOT_CONNECTED,
                    "The viewer's connection is not established: no UDP or TCP path to this node"
                            + " was found, or it was lost.");
        }
        if (viewer.paused()) {
            add(found, Type.PAUSED, "The viewer has paused its video.");
        }
        source.ifPresent(format -> addFormats(found, format, viewer.formats()));
        if (!viewer.layerSelected() && viewer.estimateBps() < viewer.lowestLayerBps()) {
            add(
                    found,
                    Type.ESTIMATE_TOO_LOW,
                    "The viewer's path carries about %d kbit/s, and the lowest layer takes %d."
                            .formatted(
                                    viewer.estimateBps() / 1000, viewer.lowestLayerBps() / 1000));
        }
        if (viewer.lossPercent() > LOSS_PERCENT_MAX) {
            add(
                    found,
                    Type.LOSS,
                    "The viewer reports that " + viewer.lossPercent() + " % of packets are lost.");
        }
        return found;
    }

    /// Who only listens lacks no codec.
    private static void addFormats(
            List<Diagnosis> found, PayloadFormat source, List<PayloadFormat> viewer) {
        if (viewer.isEmpty()) {
            return;
        }
        Optional<PayloadFormat> taken = FormatMatch.best(source, viewer);
        if (taken.isEmpty()) {
            add(found, Type.CODEC_MISSING, missing(source, viewer));
        } else if (!FormatMatch.isProfileCovered(source, taken.get())) {
            add(
                    found,
                    Type.PROFILE_UNSUPPORTED,
                    "The publisher sends %s, and the viewer announces only %s."
                            .formatted(described(source), described(taken.get())));
        }
    }

    private static String missing(PayloadFormat source, List<PayloadFormat> viewer) {
        return viewer.stream()
                .filter(each -> each.encoding().equalsIgnoreCase(source.encoding()))
                .findFirst()
                .map(
                        other ->
                                "The publisher sends %s, and the viewer offered only %s."
                                        .formatted(whole(source), whole(other)))
                .orElse(
                        "The publisher sends %s, which the viewer did not offer."
                                .formatted(source.encoding()));
    }

    private static String whole(PayloadFormat format) {
        return format.parameters().isEmpty()
                ? format.encoding()
                : format.encoding() + " with " + format.parameters();
    }

    private static String described(PayloadFormat format) {
        for (String name : List.of("profile-level-id", "profile-id", "profile")) {
            Optional<String> value = format.findParameter(name);
            if (value.isPresent()) {
                return format.encoding() + " with " + name + "=" + value.get();
            }
        }
        return format.encoding();
    }

    private static String since(long nanos) {
        return nanos == NEVER ? " so far" : " for " + nanos / 1_000_000_000 + " s";
    }

    private static void add(List<Diagnosis> found, Type type, String because) {
        found.add(new Diagnosis(type, because));
    }
}
