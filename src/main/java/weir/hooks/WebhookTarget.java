package weir.hooks;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonObject;

import weir.outgoing.HttpCalls;
import weir.outgoing.HttpUrl;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Posts each event as JSON. With a secret each post is signed: `Weir-Signature: t=SECONDS,v1=HEX`,
/// the HMAC-SHA256 (RFC 2104) of the seconds since 1970, a dot and the body.
final class WebhookTarget implements HookTarget {
    private static final String HMAC = "HmacSHA256";
    private static final long MILLIS_PER_SECOND = 1000;

    private final String url;
    private final String secret;
    private final int attemptsMax;
    private final HttpCalls calls;

    WebhookTarget(Vertx vertx, String url, HooksConfig config) {
        this.url = url;
        this.secret = config.secret();
        this.attemptsMax = config.attemptsMax();
        this.calls = new HttpCalls(vertx, config.timeout(), config.inFlightMax());
    }

    @Override
    public Future<Void> tell(HookEvent event, JsonObject body) {
        String text = body.encode();
        RequestOptions post =
                new RequestOptions()
                        .setMethod(HttpMethod.POST)
                        .setAbsoluteURI(url)
                        .putHeader("Content-Type", "application/json")
                        .putHeader("Weir-Event", event.type().token());
        if (!secret.isEmpty()) {
            post.putHeader("Weir-Signature", signature(text));
        }
        return calls.send(post, text)
                .compose(
                        answer ->
                                answer.status() / 100 == 2
                                        ? Future.succeededFuture()
                                        : Future.failedFuture("answers " + answer.status()));
    }

    private String signature(String body) {
        long seconds = System.currentTimeMillis() / MILLIS_PER_SECOND;
        return "t=" + seconds + ",v1=" + sign(secret, seconds + "." + body);
    }

    static String sign(String secret, String text) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), HMAC));
            return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + HMAC, e);
        }
    }

    @Override
    public int attemptsMax() {
        return attemptsMax;
    }

    @Override
    public String shown() {
        return HttpUrl.shown(url);
    }
}
