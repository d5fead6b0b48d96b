package weir.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;

class ClusterStreamsTest {
    private static final StreamSide NOBODY = new StreamSide(1, List.of());
    private static final StreamStatus CAM =
            new StreamStatus("cam", 900, NOBODY, NOBODY, List.of(), List.of());

    @Test
    void namesTheNodesThatDidNotAnswerAndTellsWhatTheOthersSaid() {
        ClusterStreams.Gathered gathered =
                ClusterStreams.gather(
                        Map.of(
                                "n1", Future.succeededFuture(List.of(CAM)),
                                "n2", Future.failedFuture("does not answer")),
                        List.of());

        assertThat(gathered.streams()).containsExactly(CAM);
        assertThat(gathered.missing()).containsExactly("n2");
    }

    @Test
    void tellsEachStreamOnce() {
        ClusterStreams.Gathered gathered =
                ClusterStreams.gather(
                        Map.of(
                                "n1", Future.succeededFuture(List.of(CAM)),
                                "n2", Future.succeededFuture(List.of(CAM))),
                        List.of());

        assertThat(gathered.streams()).containsExactly(CAM);
        assertThat(gathered.missing()).isEmpty();
    }

    @Test
    void tellsWhatWasCreatedAsOldAsItIs() {
        StreamStatus before = new StreamStatus("cam", 700, NOBODY, NOBODY, List.of(), List.of());
        StreamStatus idle = new StreamStatus("idle", 800, NOBODY, NOBODY, List.of(), List.of());

        ClusterStreams.Gathered gathered =
                ClusterStreams.gather(
                        Map.of("n1", Future.succeededFuture(List.of(CAM))), List.of(before, idle));

        assertThat(gathered.streams()).containsExactly(before, idle);
    }
}
