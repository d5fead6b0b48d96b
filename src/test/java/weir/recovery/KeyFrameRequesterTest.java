package weir.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import weir.rtcp.FullIntraRequest;
import weir.rtcp.PictureLossIndication;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

class KeyFrameRequesterTest {
    private static final KeyFrameConfig CONFIG =
            new KeyFrameConfig(Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofSeconds(4));

    private final KeyFrameRequester requester = new KeyFrameRequester(CONFIG, 7, 9);

    @Test
    void asksAtOnceAndOnceForAllWhoNeedOne() {
        requester.onKeyFrameNeeded(millis(0));
        requester.onKeyFrameNeeded(millis(0));

        assertThat(requester.poll(millis(0))).isEqualTo(new PictureLossIndication(7, 9));
        assertThat(requester.poll(millis(0))).isNull();
        requester.onKeyFrameNeeded(millis(999));
        assertThat(requester.poll(millis(999))).isNull();
        assertThat(requester.stats()).isEqualTo(new KeyFrameRequester.Stats(3, 1, 0));
    }

    @Test
    void asksForNothingThatNobodyNeeds() {
        assertThat(requester.deadlineNanos()).isEqualTo(KeyFrameRequester.NEVER);
        assertThat(requester.poll(millis(0))).isNull();
    }

    @Test
    void asksAgainEverMoreSlowlyWhileNoKeyFrameComes() {
        requester.onKeyFrameNeeded(millis(0));

        List<Long> asked = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            long deadline = requester.deadlineNanos();
            assertThat(requester.poll(deadline - 1)).isNull();
            assertThat(requester.poll(deadline)).isNotNull();
            asked.add(deadline / 1_000_000);
        }

        assertThat(asked).containsExactly(0L, 1000L, 3000L, 7000L, 11000L, 15000L, 19000L);
    }

    @Test
    void stopsAtTheNextKeyFrame() {
        requester.onKeyFrameNeeded(millis(0));
        requester.poll(millis(0));

        requester.onKeyFrame();

        assertThat(requester.deadlineNanos()).isEqualTo(KeyFrameRequester.NEVER);
        assertThat(requester.poll(millis(1000))).isNull();
    }

    @Test
    void waitsForTheIntervalBeforeItAsksForTheNextOne() {
        requester.onKeyFrameNeeded(millis(0));
        requester.poll(millis(0));
        requester.onKeyFrame();

        requester.onKeyFrameNeeded(millis(100));

        assertThat(requester.deadlineNanos()).isEqualTo(millis(1000));
        assertThat(requester.poll(millis(999))).isNull();
        assertThat(requester.poll(millis(1000))).isNotNull();
        assertThat(requester.deadlineNanos()).isEqualTo(millis(2000));
    }

    @Test
    void beginsWithShortRepetitionsAfterAKeyFrame() {
        requester.onKeyFrameNeeded(millis(0));
        requester.poll(millis(0));
        requester.poll(millis(1000));
        requester.onKeyFrame();

        requester.onKeyFrameNeeded(millis(2000));
        requester.poll(millis(2000));

        assertThat(requester.deadlineNanos()).isEqualTo(millis(3000));
    }

    @Test
    void aFullIntraRequestIsCountedOnAndItsRepetitionsAreNot() {
        requester.onKeyFrameNeeded(millis(0));

        assertThat(requester.pollFullIntraRequest(millis(0))).isEqualTo(fir(0));
        assertThat(requester.pollFullIntraRequest(millis(999))).isNull();
        assertThat(requester.pollFullIntraRequest(millis(1000))).isEqualTo(fir(0));
        requester.onKeyFrame();
        requester.onKeyFrameNeeded(millis(5000));
        assertThat(requester.pollFullIntraRequest(millis(5000))).isEqualTo(fir(1));
        assertThat(requester.stats()).isEqualTo(new KeyFrameRequester.Stats(2, 0, 3));
    }

    @Test
    void theNumberOfFullIntraRequestsWraps() {
        for (int second = 0; second < 256; second++) {
            requester.onKeyFrameNeeded(millis(1000L * second));
            assertThat(requester.pollFullIntraRequest(millis(1000L * second)))
                    .isEqualTo(fir(second));
            requester.onKeyFrame();
        }

        requester.onKeyFrameNeeded(millis(256_000));

        assertThat(requester.pollFullIntraRequest(millis(256_000))).isEqualTo(fir(0));
    }

    private static FullIntraRequest fir(int sequence) {
        return new FullIntraRequest(7, List.of(new FullIntraRequest.Entry(9, sequence)));
    }

    @Test
    void isNotConfiguredOutOfRange() {
        Duration second = Duration.ofSeconds(1);
        assertThatThrownBy(() -> new KeyFrameConfig(Duration.ZERO, second, second))
                .hasMessageStartingWith("key-frame.interval");
        assertThatThrownBy(() -> new KeyFrameConfig(second, Duration.ofMillis(999), second))
                .hasMessageStartingWith("key-frame.repeat-first");
        assertThatThrownBy(() -> new KeyFrameConfig(second, second, Duration.ofMillis(999)))
                .hasMessageStartingWith("key-frame.repeat-max");
    }

    private static long millis(long millis) {
        return 1_000_000 * millis;
    }
}
