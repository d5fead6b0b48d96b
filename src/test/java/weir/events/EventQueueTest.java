package weir.events;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

import org.junit.jupiter.api.Test;

import weir.signaling.EventType;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;

class EventQueueTest {
    private final EventQueue queue = new EventQueue(EnumSet.allOf(EventType.class));

    @Test
    void thatNobodyPublishesIsNeverTheFirstThatIsTold() {
        queue.onActivity(false);
        assertThat(told(0)).isEmpty();

        queue.onActivity(true);
        assertThat(told(0)).containsExactly("active {}");
        queue.onActivity(false);
        assertThat(told(0)).containsExactly("inactive {}");
        assertThat(told(0)).isEmpty();
    }

    @Test
    void aPublisherWhoWentBeforeAnybodyWasToldOfItWasNeverThere() {
        queue.onActivity(true);
        queue.onActivity(false);

        assertThat(told(0)).isEmpty();
    }

    @Test
    void aPublisherWhoIsBackBeforeAnybodyWasToldOfItWasNeverGone() {
        queue.onActivity(true);
        told(0);
        queue.onActivity(false);
        queue.onActivity(true);

        assertThat(told(0)).isEmpty();
    }

    @Test
    void whoWantsToHearOnlyWhenPublishersGoHearsThatOfOneWhoWasThere() {
        EventQueue goings = new EventQueue(EnumSet.of(EventType.INACTIVE));
        goings.onActivity(false);
        assertThat(goings.poll(0)).isEmpty();
        goings.onActivity(true);
        assertThat(goings.poll(0)).isEmpty();

        goings.onActivity(false);

        assertThat(goings.poll(0)).contains(ViewerEvent.INACTIVE);
    }

    @Test
    void viewersAreToldOnChangeAndNotMoreThanOnceASecond() {
        queue.onViewers(1);
        assertThat(told(0)).containsExactly("viewercount {\"viewercount\":1}");
        queue.onViewers(1);
        assertThat(told(2000)).isEmpty();

        queue.onViewers(2);
        assertThat(told(2000)).containsExactly("viewercount {\"viewercount\":2}");
        queue.onViewers(3);
        assertThat(told(2999)).isEmpty();
        queue.onViewers(4);
        assertThat(told(3000)).containsExactly("viewercount {\"viewercount\":4}");
    }

    @Test
    void layersAreToldNotMoreThanOnceASecond() {
        queue.onLayers(layers("a"));
        assertThat(told(0)).containsExactly("layers {\"a\":[]}");
        queue.onLayers(layers("b"));

        assertThat(told(999)).isEmpty();
        assertThat(told(1000)).containsExactly("layers {\"b\":[]}");
    }

    @Test
    void cuesWaitInOrderAndTheOldestGoWhenThereAreTooMany() {
        for (int i = 0; i < EventQueue.CUES_MAX; i++) {
            assertThat(queue.onCue(ViewerEvent.cue("cue" + i))).isZero();
        }
        assertThat(queue.onCue(ViewerEvent.cue("last"))).isEqualTo(1);

        List<String> told = told(0);

        assertThat(told).hasSize(EventQueue.CUES_MAX);
        assertThat(told.getFirst()).isEqualTo("scte35 cue1");
        assertThat(told.getLast()).isEqualTo("scte35 last");
    }

    @Test
    void anotherReaderIsToldWhatHoldsAgain() {
        queue.onActivity(true);
        queue.onViewers(7);
        queue.onCue(ViewerEvent.cue("once"));
        queue.onReconnect("http://other/whep/x");
        assertThat(told(0)).hasSize(4);
        queue.onActivity(false);

        queue.onReader();

        assertThat(told(1))
                .containsExactly(
                        "inactive {}",
                        "viewercount {\"viewercount\":7}",
                        "reconnect {\"url\":\"http://other/whep/x\"}");
    }

    @Test
    void whoMayStayIsNotSentAway() {
        queue.onReconnect("http://other/whep/x");
        queue.onStay();

        assertThat(told(0)).isEmpty();
    }

    @Test
    void onlyWhatIsWantedIsTold() {
        EventQueue cues = new EventQueue(EnumSet.of(EventType.SCTE35));
        cues.onActivity(true);
        cues.onViewers(1);
        cues.onReconnect("http://other/whep/x");
        cues.onCue(ViewerEvent.cue("cue"));

        assertThat(cues.poll(0)).contains(ViewerEvent.cue("cue"));
        assertThat(cues.poll(0)).isEmpty();
    }

    @Test
    void anEventIsItsNameAndOneLine() {
        assertThat(ViewerEvent.viewerCount(3).text())
                .isEqualTo("event: viewercount\ndata: {\"viewercount\":3}\n\n");
    }

    private static ViewerEvent layers(String index) {
        return ViewerEvent.of(EventType.LAYERS, new JsonObject().put(index, new JsonArray()));
    }

    private List<String> told(long millis) {
        List<String> told = new ArrayList<>();
        long now = Duration.ofMillis(millis).toNanos();
        for (Optional<ViewerEvent> event; (event = queue.poll(now)).isPresent(); ) {
            told.add(event.get().type().token() + " " + event.get().data());
        }
        return told;
    }
}
