package weir.signaling;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What a path has beside its own routes, after which it is mounted: OPTIONS tells what may be done
/// there (RFC 9110 §9.3.7), and any other method is refused. Owned by the loop of its router.
public final class AllowedMethods {
    private static final List<HttpMethod> ORDER =
            List.of(
                    HttpMethod.GET,
                    HttpMethod.HEAD,
                    HttpMethod.OPTIONS,
                    HttpMethod.POST,
                    HttpMethod.PATCH,
                    HttpMethod.DELETE);

    private final Router router;
    private final String path;
    private final Map<String, String> accepted = new LinkedHashMap<>();
    private Consumer<RoutingContext> preflight = _ -> {};

    private AllowedMethods(Router router, String path) {
        this.router = router;
        this.path = path;
    }

    /// @param path as its other routes have it
    public static AllowedMethods at(Router router, String path) {
        return new AllowedMethods(router, path);
    }

    /// @param types of the bodies that POST takes
    public AllowedMethods post(String types) {
        accepted.put("Accept-Post", types);
        return this;
    }

    /// @param types of the bodies that PATCH takes
    AllowedMethods patch(String types) {
        accepted.put("Accept-Patch", types);
        return this;
    }

    /// Only who may manage changes anything here.
    ///
    /// @param gate that may refuse preflights
    public AllowedMethods managedBy(Gate gate) {
        preflight = gate::onPreflight;
        return this;
    }

    public void mount() {
        mount(_ -> Future.succeededFuture());
    }

    /// @param more adds to the answer to OPTIONS
    void mount(Function<RoutingContext, Future<?>> more) {
        String allowed = text();
        Handler<RoutingContext> options =
                request -> {
                    preflight.accept(request);
                    more.apply(request)
                            .onSuccess(_ -> answer(request, allowed, accepted))
                            .onFailure(request::fail);
                };
        Gate.open(router.options(path)).handler(options);
        Gate.open(router.route(path))
                .handler(request -> Answers.refuse(request, new Refusal.MethodNotAllowed(allowed)));
    }

    private String text() {
        Set<HttpMethod> mounted =
                router.getRoutes().stream()
                        .filter(route -> path.equals(route.getPath()))
                        .flatMap(route -> Stream.ofNullable(route.methods()).flatMap(Set::stream))
                        .collect(Collectors.toSet());
        mounted.add(HttpMethod.OPTIONS);
        return text(mounted);
    }

    /// As in `Allow`.
    public static String text(Set<HttpMethod> methods) {
        return ORDER.stream()
                .filter(methods::contains)
                .map(HttpMethod::name)
                .collect(Collectors.joining(", "));
    }

    /// The answer to OPTIONS: 200, as RFC 9725 §4.2 wants it of endpoints.
    ///
    /// @param allowed as in `Allow`
    public static void answer(RoutingContext request, String allowed, Map<String, String> headers) {
        headers.forEach(request.response()::putHeader);
        request.response().putHeader(HttpHeaders.ALLOW, allowed).setStatusCode(200).end();
    }
}
