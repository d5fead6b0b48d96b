package weir.forward;

import static org.assertj.core.api.Assertions.assertThat;

import static weir.forward.Diagnosis.NEVER;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import weir.rtp.MediaKind;
import weir.rtp.PayloadFormat;

import java.util.List;
import java.util.Optional;
import java.util.Set;

class DiagnosisTest {
    private static final long SECOND = 1_000_000_000;
    private static final PayloadFormat BASELINE = h264("42e01f");
    private static final PayloadFormat HIGH = h264("640028");
    private static final PublisherFacts PUBLISHER = publisher(0, 0, SECOND, NEVER, BASELINE);
    private static final ViewerFacts VIEWER =
            new ViewerFacts(true, List.of(BASELINE), false, 3_000_000, 300_000, true, 0, 0);

    @Test
    void findsNothingWhereAllIsWell() {
        assertThat(Diagnosis.of(PUBLISHER)).isEmpty();
        assertThat(Diagnosis.of(PUBLISHER, VIEWER)).isEmpty();
    }

    /// Times in milliseconds, -1 for never.
    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            textBlock =
                    """
                    # packet, video, key frame, request unanswered, type
                    0,    0,    9999,  -1,   -
                    2999, 2999, 9999,  -1,   -
                    3000, 3000, 3000,  -1,   publisher-silent
                    -1,   -1,   -1,    -1,   publisher-silent
                    -1,   -1,   -1,    9000, publisher-silent
                    0,    3000, 3000,  -1,   audio-only
                    0,    -1,   -1,    9000, audio-only
                    0,    0,    90000, -1,   -
                    0,    0,    -1,    -1,   key-frame-missing
                    0,    0,    9999,  5000, -
                    0,    0,    9999,  5001, key-frame-refused
                    0,    0,    -1,    5001, key-frame-refused
                    """)
    void findsWhatThePublisherDoesNotSend(
            long packet, long video, long keyFrame, long request, String type) {
        PublisherFacts facts =
                publisher(since(packet), since(video), since(keyFrame), since(request), HIGH);

        assertThat(types(Diagnosis.of(facts))).isEqualTo(type == null ? List.of() : List.of(type));
    }

    @ParameterizedTest
    @CsvSource({"2000, false", "2001, true"})
    void missesAKeyFrameWhereTheViewerWaitsForIt(long awaitingMillis, boolean missed) {
        var viewer =
                new ViewerFacts(
                        true, List.of(BASELINE), false, 1, 1, true, since(awaitingMillis), 0);

        List<Diagnosis> found = Diagnosis.of(publisher(0, 0, 30 * SECOND, NEVER, BASELINE), viewer);

        assertThat(types(found)).isEqualTo(missed ? List.of("key-frame-missing") : List.of());
        assertThat(!missed || found.getFirst().because().contains("none for 30 s")).isTrue();
        assertThat(types(Diagnosis.of(publisher(9 * SECOND, NEVER, 0, NEVER, HIGH), viewer)))
                .doesNotContain("key-frame-missing");
    }

    @Test
    void missesNoVideoThatWasNotOffered() {
        var audioOnly =
                new PublisherFacts(0, false, NEVER, NEVER, NEVER, Optional.empty(), false, false);

        assertThat(Diagnosis.of(audioOnly, VIEWER)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"H264, true", "h265, true", "AV1, false", "VP9, false", "VP8, false"})
    void takesReorderedPicturesAmissWhereBrowsersStutter(String encoding, boolean amiss) {
        var facts =
                new PublisherFacts(
                        0, true, 0, 0, NEVER, Optional.of(video(encoding, "")), false, true);

        assertThat(types(Diagnosis.of(facts))).isEqualTo(amiss ? List.of("reordered") : List.of());
    }

    @Test
    void findsKeyFramesWithoutParameterSets() {
        var facts = new PublisherFacts(0, true, 0, 0, NEVER, Optional.of(BASELINE), true, false);

        assertThat(types(Diagnosis.of(facts, VIEWER))).containsExactly("parameter-sets-missing");
    }

    @Test
    void tellsTheProfilesThatDoNotMatch() {
        List<Diagnosis> found = Diagnosis.of(publisher(0, 0, 0, NEVER, HIGH), VIEWER);

        assertThat(types(found)).containsExactly("profile-unsupported");
        assertThat(found.getFirst().because())
                .isEqualTo(
                        "The publisher sends H264 with profile-level-id=640028, and the viewer"
                                + " announces only H264 with profile-level-id=42e01f.");
    }

    /// What a viewer without H.264 lacks is not a profile of it.
    @Test
    void tellsTheCodecThatTheViewerLacks() {
        assertThat(Diagnosis.of(publisher(0, 0, 0, NEVER, HIGH), offering(video("VP8", ""))))
                .containsExactly(
                        new Diagnosis(
                                Diagnosis.Type.CODEC_MISSING,
                                "The publisher sends H264, which the viewer did not offer."));
    }

    @Test
    void tellsTheFormOfACodecThatTheViewerLacks() {
        var facts = publisher(0, 0, 0, NEVER, video("VP9", "profile-id=2"));

        assertThat(Diagnosis.of(facts, offering(video("VP9", ""))))
                .containsExactly(
                        new Diagnosis(
                                Diagnosis.Type.CODEC_MISSING,
                                "The publisher sends VP9 with profile-id=2, and the viewer offered"
                                        + " only VP9."));
    }

    @Test
    void missesNoCodecWhereNobodyWatches() {
        assertThat(Diagnosis.of(PUBLISHER, offering())).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            textBlock =
                    """
                    # connected, paused, estimate, lowest layer, selected, loss, type
                    false, false, 3000000, 300000, true,  0,  viewer-not-connected
                    true,  true,  3000000, 300000, true,  0,  paused
                    true,  false, 299999,  300000, false, 0,  estimate-too-low
                    true,  false, 299999,  300000, true,  0,  -
                    true,  false, 300000,  300000, false, 0,  -
                    true,  false, 3000000, 300000, true,  20, -
                    true,  false, 3000000, 300000, true,  21, loss
                    """)
    void findsWhatKeepsTheViewerFromIt(
            boolean connected,
            boolean paused,
            long estimateBps,
            long lowestLayerBps,
            boolean selected,
            int lossPercent,
            String type) {
        var viewer =
                new ViewerFacts(
                        connected,
                        List.of(BASELINE),
                        paused,
                        estimateBps,
                        lowestLayerBps,
                        selected,
                        0,
                        lossPercent);

        assertThat(types(Diagnosis.of(PUBLISHER, viewer)))
                .isEqualTo(type == null ? List.of() : List.of(type));
    }

    @Test
    void putsTheMostLikelyCauseFirst() {
        var facts =
                new PublisherFacts(0, true, 0, NEVER, 6 * SECOND, Optional.of(HIGH), true, true);
        var viewer =
                new ViewerFacts(false, List.of(BASELINE), true, 1000, 2000, false, 9 * SECOND, 30);

        assertThat(types(Diagnosis.of(facts, viewer)))
                .containsExactly(
                        "viewer-not-connected",
                        "paused",
                        "key-frame-refused",
                        "parameter-sets-missing",
                        "estimate-too-low",
                        "profile-unsupported",
                        "reordered",
                        "loss");
    }

    @Test
    void saysHowLongItHasBeenSo() {
        assertThat(Diagnosis.of(publisher(4 * SECOND, 0, 0, NEVER, HIGH)).getFirst().because())
                .isEqualTo("The publisher has sent nothing for 4 s.");
        assertThat(Diagnosis.of(publisher(NEVER, 0, 0, NEVER, HIGH)).getFirst().because())
                .isEqualTo("The publisher has sent nothing so far.");
    }

    private static List<String> types(List<Diagnosis> found) {
        return found.stream().map(diagnosis -> diagnosis.type().token()).toList();
    }

    private static long since(long millis) {
        return millis < 0 ? NEVER : millis * 1_000_000;
    }

    private static PublisherFacts publisher(
            long sincePacket, long sinceVideo, long sinceKeyFrame, long request, PayloadFormat of) {
        return new PublisherFacts(
                sincePacket,
                true,
                sinceVideo,
                sinceKeyFrame,
                request,
                Optional.of(of),
                false,
                false);
    }

    private static PayloadFormat h264(String profile) {
        return video("H264", "packetization-mode=1;profile-level-id=" + profile);
    }

    private static PayloadFormat video(String encoding, String parameters) {
        return new PayloadFormat(96, MediaKind.VIDEO, encoding, 90000, 1, parameters, Set.of());
    }

    private static ViewerFacts offering(PayloadFormat... video) {
        return new ViewerFacts(true, List.of(video), false, 1, 1, true, 0, 0);
    }
}
