package weir.dtls;

import static org.assertj.core.api.Assertions.assertThat;

import static java.util.concurrent.TimeUnit.SECONDS;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

class HandshakeLimiterTest {
    private final HandshakeLimiter limiter =
            new HandshakeLimiter(
                    new DtlsConfig(2, 1, 64, 1200, Duration.ofSeconds(1), Duration.ofSeconds(9)));

    @Test
    void refusesAndCountsThoseAboveTheLimit() {
        var done = new CountDownLatch(1);
        assertThat(limiter.start(() -> await(done))).isPresent();
        assertThat(limiter.start(() -> await(done))).isPresent();

        assertThat(limiter.start(() -> await(done))).isEmpty();

        assertThat(limiter.running()).isEqualTo(2);
        assertThat(limiter.refused()).isEqualTo(1);
        done.countDown();
        DtlsEndpointTest.awaitNoneRunning(limiter);
        assertThat(limiter.start(() -> {})).isPresent();
    }

    @Test
    void letsAnotherComputeWhileOneWaitsForItsPeer() throws Exception {
        var channel = new RecordChannel(limiter, _ -> {});
        var received = new CompletableFuture<Integer>();
        limiter.start(() -> received.complete(receive(channel)));

        var computed = new CompletableFuture<Void>();
        limiter.start(() -> computed.complete(null));

        computed.get(DtlsPair.WAIT_SECONDS, SECONDS);
        assertThat(received).isNotDone();
        channel.offer(new byte[20]);
        assertThat(received.get(DtlsPair.WAIT_SECONDS, SECONDS)).isEqualTo(20);
    }

    @Test
    void givesBackThePlaceOfOneThatFails() {
        limiter.start(
                () -> {
                    Thread.currentThread().setUncaughtExceptionHandler((_, _) -> {});
                    throw new IllegalStateException();
                });

        DtlsEndpointTest.awaitNoneRunning(limiter);
        assertThat(limiter.turns().availablePermits()).isEqualTo(1);
    }

    private static int receive(RecordChannel channel) {
        try {
            return channel.receive(new byte[100], 0, 100, 60_000);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
