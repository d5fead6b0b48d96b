package weir.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.Map;

class ClaimViewTest {
    private static final Claim OLD = new Claim("cam", "a", "node-a", 1);
    private static final Claim NEW = new Claim("cam", "b", "node-b", 2);

    private final ClaimView view = new ClaimView();

    @Test
    void hearsOfTheNewerClaimAndIgnoresTheOlder() {
        assertThat(view.onStands(NEW)).isTrue();
        assertThat(view.onStands(OLD)).isFalse();
        assertThat(view.onStands(NEW)).isFalse();

        assertThat(view.find("cam")).contains(NEW);
    }

    @Test
    void forgetsOnlyTheVeryClaimThatIsGone() {
        view.onStands(NEW);

        assertThat(view.onGone(OLD)).isFalse();
        assertThat(view.find("cam")).contains(NEW);
        assertThat(view.onGone(NEW)).isTrue();
        assertThat(view.find("cam")).isEmpty();
    }

    @Test
    void correctsWhatItMissed() {
        Claim other = new Claim("door", "c", "node-c", 3);
        view.onStands(NEW);

        assertThat(view.compare(() -> Map.of("door", other)))
                .containsExactlyInAnyOrder("cam", "door");

        assertThat(view.find("cam")).isEmpty();
        assertThat(view.find("door")).contains(other);
        assertThat(view.compare(() -> Map.of("door", other))).isEmpty();
    }

    @Test
    void trustsNewsMoreThanASnapshotThatWasBegunBefore() {
        view.onStands(OLD);

        view.compare(
                () -> {
                    view.onGone(OLD);
                    return Map.of("cam", OLD);
                });

        assertThat(view.find("cam")).isEmpty();
    }
}
