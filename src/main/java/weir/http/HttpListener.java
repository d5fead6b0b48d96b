package weir.http;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.ServerSSLOptions;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.HttpException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import weir.tls.CertificateWatch;
import weir.tls.TlsIdentity;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/// Listens on one event loop, with TLS and without; the listeners of a node share its ports. Owned
/// by that loop.
public final class HttpListener {
    private static final Logger log = LoggerFactory.getLogger(HttpListener.class);
    private static final Set<String> TLS_VERSIONS = Set.of("TLSv1.2", "TLSv1.3");
    private static final int STREAMS_MAX = 100;
    private static final long SWEEP_MILLIS = 1000;
    private static final String CLIENT = "weir.client";
    private static final String REFUSED = "weir.refused";
    private static final String ANSWERS = "weir.answers";
    private static final String NO_PATH = "The request's target is no path.";

    private final Vertx vertx;
    private final HttpFront front;
    private final RequestRefuser refuser;
    private final Connections connections;
    private final ResponseHeaders headers;

    public HttpListener(Vertx vertx, HttpFront front, RequestRefuser refuser) {
        this.vertx = vertx;
        this.front = front;
        this.refuser = refuser;
        this.connections = new Connections(front.refusals(), front.limits());
        this.headers = new ResponseHeaders(front);
    }

    /// Who asks.
    public static InetAddress client(RoutingContext request) {
        return request.get(CLIENT);
    }

    /// Of what is long in answers, for as long as the client has not taken it.
    public static ByteBudget answerMemory(RoutingContext request) {
        return request.get(ANSWERS);
    }

    public static void lend(RoutingContext request, ByteBudget memory) {
        request.put(ANSWERS, memory);
    }

    /// Ends an answer that its client does not take, with what still waits: Vert.x would first have
    /// the client take that.
    public static void cutOff(RoutingContext request) {
        if (request.request().version() == HttpVersion.HTTP_2) {
            request.response().reset();
        } else {
            Connections.cutOff(request.request().connection());
        }
    }

    /// What the log may hold of a request's path: nothing that is secret.
    public static String shownPath(RoutingContext request) {
        return AccessLog.Subject.of(request.normalizedPath()).path();
    }

    /// Has a refusal counted when the request is answered.
    ///
    /// @param type of the problem
    public static void noteRefusal(RoutingContext request, String type) {
        request.put(REFUSED, type);
    }

    /// Takes back what a preflight was granted, so that the browser does not send what it is for.
    public static void refusePreflight(RoutingContext request) {
        Cors.withdraw(request.response().headers());
    }

    /// @return when all ports are open
    public Future<Void> listen(Router router) {
        vertx.setPeriodic(SWEEP_MILLIS, _ -> connections.closeIdle(System.nanoTime()));
        List<Future<HttpServer>> servers = new ArrayList<>();
        front.ports().plain().ifPresent(port -> servers.add(listen(router, options(port))));
        front.certificate()
                .ifPresent(certificate -> servers.add(listenWithTls(router, certificate)));
        return Future.all(servers).mapEmpty();
    }

    private Future<HttpServer> listenWithTls(Router router, CertificateWatch certificate) {
        TlsIdentity first = certificate.identity();
        HttpServerOptions options =
                options(front.ports().tls().orElseThrow())
                        .setSsl(true)
                        .setUseAlpn(true)
                        .setAlpnVersions(List.of(HttpVersion.HTTP_2, HttpVersion.HTTP_1_1))
                        .setEnabledSecureTransportProtocols(TLS_VERSIONS)
                        .setKeyCertOptions(first.options());
        return listen(router, options).onSuccess(server -> follow(server, certificate, first));
    }

    private static void follow(HttpServer server, CertificateWatch certificate, TlsIdentity first) {
        certificate.onChange(next -> show(server, next));
        TlsIdentity now = certificate.identity();
        // It may have changed while the port was opened.
        if (now != first) {
            show(server, now);
        }
    }

    /// Connections that are open stay as they are.
    private static void show(HttpServer server, TlsIdentity identity) {
        ServerSSLOptions options =
                new ServerSSLOptions()
                        .setKeyCertOptions(identity.options())
                        .setUseAlpn(true)
                        .setApplicationLayerProtocols(
                                List.of(
                                        HttpVersion.HTTP_2.alpnName(),
                                        HttpVersion.HTTP_1_1.alpnName()))
                        .setEnabledSecureTransportProtocols(TLS_VERSIONS);
        server.updateSSLOptions(options, true)
                .onFailure(failure -> log.error("HTTPS shows its former certificate", failure));
    }

    private HttpServerOptions options(int port) {
        return new HttpServerOptions()
                .setHost(front.ports().host())
                .setPort(port)
                .setMaxHeaderSize(front.limits().headerMax())
                .setMaxInitialLineLength(front.limits().requestLineMax())
                // A client without TLS would first have to say which HTTP it speaks: until then
                // its connection is none that we see, and nobody would close it.
                .setHttp2ClearTextEnabled(false)
                .setInitialSettings(
                        new Http2Settings()
                                .setMaxConcurrentStreams(STREAMS_MAX)
                                .setMaxHeaderListSize(front.limits().headerMax()));
    }

    private Future<HttpServer> listen(Router router, HttpServerOptions options) {
        return vertx.createHttpServer(options)
                .connectionHandler(
                        connection -> connections.onOpened(connection, System.nanoTime()))
                .invalidRequestHandler(this::onInvalid)
                .requestHandler(router)
                .listen();
    }

    private void onInvalid(HttpServerRequest request) {
        front.refusals().count(refuser.onInvalid(request));
    }

    /// The first handler of every request.
    public void onRequest(RoutingContext context) {
        HttpServerRequest request = context.request();
        long now = System.nanoTime();
        InetAddress client = front.clients().of(request);
        context.put(CLIENT, client);
        lend(context, front.answerMemory());
        front.tellOfProxy(request, client);
        connections.onRequest(request);
        long bodyTimer =
                vertx.setTimer(front.limits().bodyTimeout().toMillis(), _ -> requireBody(context));
        context.addEndHandler(_ -> onAnswered(context, bodyTimer, now));
        headers.add(request);
        if (headers.isForTls(request)) {
            headers.redirect(request);
            return;
        }
        long wait = front.takeRequest(client, now);
        if (wait > 0) {
            long seconds = TimeUnit.NANOSECONDS.toSeconds(wait) + 1;
            refuser.onTooManyRequests(context, (int) seconds);
            return;
        }
        Optional<String> wrong = findWrongEscape(context);
        if (wrong.isPresent()) {
            refuser.onMalformed(context, wrong.get());
            return;
        }
        context.next();
    }

    /// The router would take one for a fault of ours: it reads the path, and where a route has
    /// parameters in its path the query, too.
    private static Optional<String> findWrongEscape(RoutingContext context) {
        try {
            if (context.normalizedPath() == null) {
                return Optional.of(NO_PATH);
            }
        } catch (IllegalArgumentException wrongEscape) {
            return Optional.of(NO_PATH);
        }
        try {
            context.queryParams();
            return Optional.empty();
        } catch (IllegalArgumentException | HttpException wrongEscape) {
            return Optional.of("The request's query has an escape that is none.");
        }
    }

    private void requireBody(RoutingContext context) {
        if (!context.request().isEnded() && !context.response().ended()) {
            refuser.onBodyTimeout(context);
        }
    }

    private void onAnswered(RoutingContext context, long bodyTimer, long beganNanos) {
        long now = System.nanoTime();
        HttpServerRequest request = context.request();
        vertx.cancelTimer(bodyTimer);
        connections.onAnswered(request, now);
        String refused = context.get(REFUSED);
        if (refused != null) {
            front.refusals().count(refused);
        }
        if (front.http().accessLog()) {
            AccessLog.write(context, client(context), now - beganNanos);
        }
    }
}
