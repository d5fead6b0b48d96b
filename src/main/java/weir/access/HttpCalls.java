package weir.access;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// Requests to those who know about tokens: limited in time, size and number. Any thread.
public final class HttpCalls {
    private static final int BODY_MAX = 256 * 1024;

    /// @param entityTag empty if there is none
    public record Answer(int status, String body, String entityTag) {}

    private final HttpClient client;
    private final long timeoutMillis;

    public HttpCalls(Vertx vertx, Duration timeout, int connectionsMax) {
        this.timeoutMillis = timeout.toMillis();
        this.client =
                vertx.createHttpClient(
                        new HttpClientOptions()
                                .setConnectTimeout(
                                        (int) Math.min(timeoutMillis, Integer.MAX_VALUE)),
                        new PoolOptions().setHttp1MaxSize(connectionsMax));
    }

    /// Completes on the caller's context. Redirects are not followed.
    public Future<Answer> send(RequestOptions options, String body) {
        return client.request(options)
                .compose(
                        request ->
                                send(request, body)
                                        .timeout(timeoutMillis, TimeUnit.MILLISECONDS)
                                        .onFailure(_ -> request.reset()))
                .timeout(timeoutMillis, TimeUnit.MILLISECONDS);
    }

    private static Future<Answer> send(HttpClientRequest request, String body) {
        return (body.isEmpty() ? request.send() : request.send(body)).compose(HttpCalls::read);
    }

    private static Future<Answer> read(HttpClientResponse response) {
        Promise<Answer> answer = Promise.promise();
        Buffer body = Buffer.buffer();
        response.exceptionHandler(answer::tryFail)
                .handler(
                        chunk -> {
                            if (body.length() + chunk.length() > BODY_MAX) {
                                answer.tryFail("the answer is too long");
                            } else {
                                body.appendBuffer(chunk);
                            }
                        })
                .endHandler(
                        _ -> {
                            String tag = response.getHeader("ETag");
                            answer.tryComplete(
                                    new Answer(
                                            response.statusCode(),
                                            body.toString(),
                                            tag == null ? "" : tag));
                        });
        return answer.future();
    }
}
