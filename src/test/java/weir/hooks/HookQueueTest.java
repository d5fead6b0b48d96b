package weir.hooks;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

import weir.hooks.HookEvent.Type;
import weir.testkit.Loops;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

class HookQueueTest {
    @AutoClose private static final Loops loops = new Loops(1);

    /// Hears what the test says.
    private static final class Target implements HookTarget {
        private final List<String> told = new ArrayList<>();
        private final List<Promise<Void>> answers = new ArrayList<>();
        private int attemptsMax = 1;

        @Override
        public Future<Void> tell(HookEvent event, JsonObject body) {
            told.add(body.getString("stream") + " " + body.getString("event"));
            Promise<Void> answer = Promise.promise();
            answers.add(answer);
            return answer.future();
        }

        @Override
        public int attemptsMax() {
            return attemptsMax;
        }

        @Override
        public String shown() {
            return "the test";
        }
    }

    private final Target target = new Target();
    private final HookQueue queue =
            new HookQueue(
                    loops.loop(0),
                    "node",
                    target,
                    new HooksConfig(List.of(), "", List.of(), Duration.ofSeconds(1), 1, 4, 2),
                    Duration.ZERO);

    @Test
    void tellsOfEachStreamOneAtATimeInOrder() {
        offer("a", Type.STREAM_CREATED);
        offer("a", Type.PUBLISH_STARTED);
        offer("b", Type.STREAM_CREATED);
        assertThat(target.told).containsExactly("a stream-created", "b stream-created");

        answer(0);

        assertThat(target.told).hasSize(3).endsWith("a publish-started");
    }

    @Test
    void tellsNoMoreAtATimeThanItMay() {
        offer("a", Type.STREAM_CREATED);
        offer("b", Type.STREAM_CREATED);
        offer("c", Type.STREAM_CREATED);
        assertThat(target.told).hasSize(2);

        answer(1);

        assertThat(target.told).hasSize(3).endsWith("c stream-created");
    }

    @Test
    void dropsAndCountsWhatItHasNoRoomFor() {
        for (String stream : List.of("a", "b", "c", "d", "e")) {
            offer(stream, Type.STREAM_CREATED);
        }

        assertThat(queue.stats()).isEqualTo(new HookStats(0, 0, 1));
        answer(0);
        offer("f", Type.STREAM_CREATED);
        assertThat(queue.stats()).isEqualTo(new HookStats(1, 0, 1));
    }

    @Test
    void goesOnWithTheNextAfterOneThatNobodyHears() {
        offer("a", Type.STREAM_CREATED);
        offer("a", Type.STREAM_DELETED);

        target.answers.getFirst().fail("no");
        loops.settle();

        assertThat(target.told).containsExactly("a stream-created", "a stream-deleted");
        assertThat(queue.stats()).isEqualTo(new HookStats(0, 0, 1));
    }

    @Test
    void tellsAgainNoMoreAtATimeThanItMay() {
        target.attemptsMax = 2;
        for (String stream : List.of("a", "b", "c", "d")) {
            offer(stream, Type.STREAM_CREATED);
        }
        fail(0);
        fail(1);
        assertThat(target.told).hasSize(4);

        answer(2);

        assertThat(target.told).hasSize(5).endsWith("a stream-created");
        answer(3);
        fail(4);
        answer(5);
        assertThat(queue.stats()).isEqualTo(new HookStats(3, 2, 1));
    }

    private void fail(int which) {
        target.answers.get(which).fail("no");
        loops.settle();
        // What the queue has scheduled by now is due no later than this, and so runs before it:
        // in order only if the loop itself schedules both.
        CompletableFuture<Void> due = new CompletableFuture<>();
        loops.run(
                loops.loop(0),
                () ->
                        loops.loop(0)
                                .eventLoop()
                                .schedule(() -> due.complete(null), 0, TimeUnit.MILLISECONDS));
        due.join();
    }

    private void offer(String stream, Type type) {
        loops.loop(0).post(() -> queue.offer(HookEvent.ofStream(type, stream)));
        loops.settle();
    }

    private void answer(int which) {
        target.answers.get(which).complete();
        loops.settle();
    }
}
