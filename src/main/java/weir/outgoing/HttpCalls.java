package weir.outgoing;

import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/// Requests to servers of others: limited in time, size and number. Any thread.
public final class HttpCalls {
    private static final int BODY_MAX = 256 * 1024;
    private static final int CONNECT_MILLIS_MAX = 3_000;
    private static final int WAITING_MAX = 256;

    /// Shorter than most servers keep a connection: a request on one that closes now is lost.
    private static final int IDLE_SECONDS_MAX = 5;

    /// A whole answer. A value.
    public record Answer(int status, MultiMap headers, String body) {
        public Optional<String> header(String name) {
            return Optional.ofNullable(headers.get(name)).map(String::strip);
        }
    }

    private final HttpClient client;
    private final long timeoutMillis;
    private final LongSupplier nanoTime;

    /// @param timeout        of a request as a whole, 1 ms or more
    /// @param connectionsMax to each server; a few requests more may wait
    public HttpCalls(Vertx vertx, Duration timeout, int connectionsMax) {
        this(vertx, timeout, connectionsMax, System::nanoTime);
    }

    HttpCalls(Vertx vertx, Duration timeout, int connectionsMax, LongSupplier nanoTime) {
        this.timeoutMillis = timeout.toMillis();
        this.nanoTime = nanoTime;
        this.client =
                vertx.createHttpClient(
                        new HttpClientOptions()
                                .setConnectTimeout(
                                        (int) Math.min(timeoutMillis, CONNECT_MILLIS_MAX))
                                .setKeepAliveTimeout(IDLE_SECONDS_MAX),
                        new PoolOptions()
                                .setHttp1MaxSize(connectionsMax)
                                .setMaxWaitQueueSize(WAITING_MAX));
    }

    /// Completes on the caller's context. Redirects are not followed.
    ///
    /// @param body empty for none
    public Future<Answer> send(RequestOptions options, String body) {
        long endNanos = nanoTime.getAsLong() + TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
        return client.request(options)
                .compose(request -> send(request, body, endNanos))
                .timeout(timeoutMillis, TimeUnit.MILLISECONDS);
    }

    /// One that has waited too long for a connection is not sent any more: nobody hears its answer.
    private Future<Answer> send(HttpClientRequest request, String body, long endNanos) {
        long leftMillis = TimeUnit.NANOSECONDS.toMillis(endNanos - nanoTime.getAsLong());
        if (leftMillis < 1) {
            // Vert.x tells the request itself of this, and an ERROR in the log where nobody hears.
            request.exceptionHandler(_ -> {}).reset();
            return Future.failedFuture(new IOException("no connection in time"));
        }
        return (body.isEmpty() ? request.send() : request.send(body))
                .compose(HttpCalls::read)
                .timeout(leftMillis, TimeUnit.MILLISECONDS)
                .onFailure(_ -> request.reset());
    }

    private static Future<Answer> read(HttpClientResponse response) {
        Promise<Answer> answer = Promise.promise();
        Buffer body = Buffer.buffer();
        response.exceptionHandler(answer::tryFail)
                .handler(
                        chunk -> {
                            if (body.length() + chunk.length() > BODY_MAX) {
                                answer.tryFail(new IOException("the answer is too long"));
                            } else {
                                body.appendBuffer(chunk);
                            }
                        })
                .endHandler(
                        _ ->
                                answer.tryComplete(
                                        new Answer(
                                                response.statusCode(),
                                                response.headers(),
                                                body.toString())));
        return answer.future();
    }

    public Future<Void> close() {
        return client.close();
    }
}
