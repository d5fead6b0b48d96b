package weir.events;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;

import org.junit.jupiter.api.Test;

import weir.forward.SourceLayer;
import weir.peer.OutgoingMedia;
import weir.rtp.ExtensionMap;
import weir.rtp.MediaKind;
import weir.stream.SubscriberRef;

import java.util.List;
import java.util.Map;
import java.util.Optional;

class LayersNewsTest {
    private static final SourceLayer LOW = new SourceLayer(1, "l", 0, 0, 320, 180, 100_000);
    private static final SourceLayer HIGH = new SourceLayer(2, "h", 0, 0, 640, 360, 500_000);

    private final LayersNews news = new LayersNews();

    @Test
    void layersAreToldBySectionTheBestFirst() {
        JsonObject told = new JsonObject(look(HIGH, LOW, HIGH).orElseThrow().data());

        assertThat(told.fieldNames()).containsExactly("1");
        assertThat(told.getJsonArray("1").getJsonObject(0).getString("rid")).isEqualTo("h");
        assertThat(told.getJsonArray("1").getJsonObject(0).getBoolean("selected")).isTrue();
        assertThat(told.getJsonArray("1").getJsonObject(1).getInteger("width")).isEqualTo(320);
    }

    @Test
    void noLayersAreNoNewsUntilThereWereSome() {
        assertThat(look(LOW)).isEmpty();
        assertThat(look(LOW, LOW)).isPresent();
        assertThat(look(LOW)).isPresent();
        assertThat(look(LOW)).isEmpty();
    }

    @Test
    void bitRatesThatVaryAreNoNewsUntilTheyAreDoubled() {
        look(LOW, LOW);

        assertThat(look(LOW, with(LOW, 320, 180_000))).isEmpty();
        assertThat(look(LOW, with(LOW, 320, 201_000))).isPresent();
        assertThat(look(LOW, with(LOW, 320, 101_000))).isEmpty();
        assertThat(look(LOW, with(LOW, 320, 0))).isPresent();
    }

    @Test
    void anotherSizeAndAnotherChoiceAreNews() {
        look(LOW, LOW, HIGH);

        assertThat(look(HIGH, LOW, HIGH)).isPresent();
        assertThat(look(HIGH, with(LOW, 321, 100_000), HIGH)).isPresent();
        assertThat(look(HIGH, with(LOW, 321, 100_000), HIGH)).isEmpty();
    }

    private static SourceLayer with(SourceLayer layer, int width, long bitrate) {
        return new SourceLayer(layer.ssrc(), layer.rid(), 0, 0, width, layer.height(), bitrate);
    }

    private Optional<ViewerEvent> look(SourceLayer target, SourceLayer... layers) {
        return news.look(
                new SubscriberRef.Layers(List.of(), List.of(layers), Optional.of(target)),
                List.of(media(MediaKind.AUDIO, "0"), media(MediaKind.VIDEO, "1")));
    }

    private static OutgoingMedia media(MediaKind kind, String mid) {
        return new OutgoingMedia(kind, mid, 7, 0, "cname", List.of(), new ExtensionMap(Map.of()));
    }
}
