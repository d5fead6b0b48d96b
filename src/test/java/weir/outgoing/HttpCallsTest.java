package weir.outgoing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import weir.testkit.LocalServer;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;

class HttpCallsTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final int ANSWER_MAX = 256 * 1024;

    private final Vertx vertx = Vertx.vertx();
    private final CountDownLatch slowArrived = new CountDownLatch(1);
    private final CountDownLatch slow = new CountDownLatch(1);
    private final LocalServer server = new LocalServer(this::answer);
    private final AtomicLong nanoTime = new AtomicLong(Long.MAX_VALUE);
    private final HttpCalls calls = new HttpCalls(vertx, TIMEOUT, 1, nanoTime::get);

    @AfterEach
    void close() {
        slow.countDown();
        server.close();
        vertx.close();
    }

    @Test
    void waitsForAConnectionThatIsInUse() {
        Future<HttpCalls.Answer> first = occupy();
        Future<HttpCalls.Answer> second = send("second");

        slow.countDown();

        assertThat(await(first).status()).isEqualTo(200);
        assertThat(await(second).status()).isEqualTo(200);
        assertThat(server.bodies()).containsExactly("slow", "second");
    }

    @Test
    void doesNotSendWhatHasWaitedTooLongForAConnection() {
        occupy();
        Future<HttpCalls.Answer> late = send("late");

        nanoTime.addAndGet(TIMEOUT.toNanos());
        slow.countDown();

        assertThatThrownBy(() -> await(late)).hasMessageContaining("no connection in time");
        assertThat(await(send("next")).status()).isEqualTo(200);
        assertThat(server.bodies()).containsExactly("slow", "next");
    }

    @Test
    void takesAnswersUpToTheLimitAndNotBeyond() {
        assertThat(await(send("" + ANSWER_MAX)).body()).hasSize(ANSWER_MAX);
        assertThatThrownBy(() -> await(send("" + (ANSWER_MAX + 1))))
                .hasMessageContaining("the answer is too long");
    }

    private LocalServer.Answer answer(String body) {
        if (body.equals("slow")) {
            slowArrived.countDown();
            await(slow);
        }
        boolean length = body.matches("\\d+");
        return new LocalServer.Answer(200, length ? "x".repeat(Integer.parseInt(body)) : "");
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// The only connection.
    private Future<HttpCalls.Answer> occupy() {
        Future<HttpCalls.Answer> first = send("slow");
        await(slowArrived);
        return first;
    }

    private Future<HttpCalls.Answer> send(String body) {
        return calls.send(
                new RequestOptions().setMethod(HttpMethod.POST).setAbsoluteURI(server.url()), body);
    }

    private static <T> T await(Future<T> result) {
        return result.toCompletionStage().toCompletableFuture().join();
    }
}
