package weir.signaling;

import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.HttpException;

import weir.access.Action;
import weir.access.Attempt;
import weir.access.Authorizer;
import weir.access.Decision;
import weir.access.Grant;
import weir.http.HttpListener;
import weir.transport.SessionId;
import weir.transport.SessionRole;

import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Where every HTTP route says who may use it: none is served that does not, see
/// [#requireAllDeclared(Router)]. Any thread.
///
/// A route that is for certain people gets its first handler here, and is asked of the token of
/// each request; the handlers after it find its [Grant].
public final class Gate {
    private static final String DECLARED = "weir.access";
    private static final String OF_SESSION = "session";
    private static final String GRANT = "weir.grant";
    private static final String TOKEN_PARAMETER = "token";

    /// Methods that change nothing (RFC 9110 §9.2.1).
    private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS");

    private final Authorizer authorizer;
    private final Predicate<HttpServerRequest> foreignPage;

    /// @param foreignPage whether a browser sends a request for a page of others
    public Gate(Authorizer authorizer, Predicate<HttpServerRequest> foreignPage) {
        this.authorizer = authorizer;
        this.foreignPage = foreignPage;
    }

    /// For who may do any of these with the stream that the path names (`:stream`), or with all of
    /// them if it names none.
    ///
    /// @param route without a handler
    /// @return the route, for its own handler
    public Route require(Route route, Action first, Action... others) {
        return require(
                route, request -> Optional.ofNullable(request.pathParam("stream")), first, others);
    }

    /// As [#require(Route, Action, Action...)] where the stream is not named by the path.
    ///
    /// @param stream finds it; empty for all
    Route require(
            Route route,
            Function<RoutingContext, Optional<String>> stream,
            Action first,
            Action... others) {
        Set<Action> anyOf = EnumSet.of(first, others);
        return declare(route, text(anyOf))
                .handler(request -> ask(request, attempt(request, anyOf, stream.apply(request))));
    }

    /// For who may do what the session of the path (`:session`) does, which is to publish or to
    /// watch, or may manage the path's stream.
    ///
    /// Nobody has looked for the session yet: who may not is not told whether it is there.
    ///
    /// @param route without a handler
    /// @return the route, for its own handler
    public Route requireForSession(Route route) {
        return declare(route, OF_SESSION)
                .handler(request -> ask(request, attemptOnSession(request)));
    }

    /// One that cannot be read is no session: anybody with a right to the stream is told so.
    private Attempt attemptOnSession(RoutingContext request) {
        Set<Action> anyOf =
                SessionId.read(request.pathParam("session"))
                        .map(id -> actions(id.role()))
                        .orElseGet(() -> EnumSet.allOf(Action.class));
        return attempt(request, anyOf, Optional.of(request.pathParam("stream")), true);
    }

    private static Set<Action> actions(SessionRole role) {
        return switch (role) {
            case PUBLISHER -> EnumSet.of(Action.PUBLISH, Action.MANAGE);
            case VIEWER -> EnumSet.of(Action.WATCH, Action.MANAGE);
            case LINK -> EnumSet.allOf(Action.class);
        };
    }

    /// For everybody.
    ///
    /// @return the route, for its handler
    public static Route open(Route route) {
        return declare(route, "open");
    }

    /// Where nobody needs a token, pages of others get no leave by a preflight to change what only
    /// who may manage changes.
    void onPreflight(RoutingContext request) {
        String method = request.request().getHeader("Access-Control-Request-Method");
        if (!authorizer.isOn() && isOfForeignPage(request, method)) {
            HttpListener.refusePreflight(request);
        }
    }

    private boolean isOfForeignPage(RoutingContext request, String method) {
        return !SAFE.contains(Objects.requireNonNullElse(method, "GET"))
                && foreignPage.test(request.request());
    }

    private static Route declare(Route route, String who) {
        return route.putMetadata(DECLARED, who);
    }

    private static String text(Set<Action> anyOf) {
        return anyOf.stream().map(Action::token).collect(Collectors.joining(" or "));
    }

    private void ask(RoutingContext request, Attempt attempt) {
        Future<Decision> decision = authorizer.decide(attempt);
        decision.onSuccess(
                        decided -> {
                            switch (decided) {
                                case Decision.Admitted(var grant) -> {
                                    request.put(GRANT, grant);
                                    request.next();
                                }
                                case Decision.Refused(var denial) ->
                                        Answers.refuse(request, new Refusal.NotAdmitted(denial));
                            }
                        })
                .onFailure(request::fail);
    }

    /// Whether the request, on a route that is open, could do this with the stream.
    ///
    /// @param stream empty for all
    Future<Boolean> admits(RoutingContext request, Optional<String> stream, Action action) {
        return authorizer
                .decide(attempt(request, EnumSet.of(action), stream))
                .map(decision -> decision instanceof Decision.Admitted);
    }

    private Attempt attempt(RoutingContext request, Set<Action> anyOf, Optional<String> stream) {
        return attempt(request, anyOf, stream, false);
    }

    private Attempt attempt(
            RoutingContext request, Set<Action> anyOf, Optional<String> stream, boolean ofSession) {
        Map<String, String> query = query(request);
        Optional<String> token = Optional.ofNullable(query.remove(TOKEN_PARAMETER));
        return new Attempt(
                anyOf,
                stream,
                ofSession,
                isOfForeignPage(request, request.request().method().name()),
                request.request().headers().getAll("Authorization"),
                token,
                HttpListener.client(request).getHostAddress(),
                query);
    }

    /// The first of each name.
    private static Map<String, String> query(RoutingContext request) {
        Map<String, String> query = new HashMap<>();
        if (request.request().query() != null) {
            try {
                request.queryParams()
                        .forEach(pair -> query.putIfAbsent(pair.getKey(), pair.getValue()));
            } catch (HttpException _) {
                // A URL that cannot be decoded holds no token.
            }
        }
        return query;
    }

    /// What the request was admitted with; without limits on a route that is open.
    public static Grant grant(RoutingContext request) {
        return Objects.requireNonNullElse(request.get(GRANT), Grant.UNLIMITED);
    }

    /// A route and who may use it. A value.
    ///
    /// @param methods all of them if empty
    /// @param path    as it was mounted, with `:stream` where a stream's name stands
    /// @param session of which this is said, where the path names a session
    /// @param who     `open`, or actions with ` or ` between
    public record Declared(
            List<String> methods, String path, Optional<SessionRole> session, String who) {}

    /// Who may use what there is at this router.
    public static List<Declared> declared(Router router) {
        return all(router)
                .filter(route -> route.getPath() != null)
                .flatMap(Gate::declared)
                .toList();
    }

    private static Stream<Declared> declared(Route route) {
        List<String> methods =
                Stream.ofNullable(route.methods())
                        .flatMap(Set::stream)
                        .map(HttpMethod::name)
                        .sorted()
                        .toList();
        String who = route.getMetadata(DECLARED);
        return OF_SESSION.equals(who)
                ? Stream.of(SessionRole.PUBLISHER, SessionRole.VIEWER)
                        .map(
                                role ->
                                        new Declared(
                                                methods,
                                                route.getPath(),
                                                Optional.of(role),
                                                text(actions(role))))
                : Stream.of(new Declared(methods, route.getPath(), Optional.empty(), who));
    }

    /// The routes, also of routers within, of which nobody has said who may use them.
    static List<String> undeclared(Router router) {
        return all(router)
                .filter(route -> route.getMetadata(DECLARED) == null)
                .map(route -> route.methods() + " " + route.getPath())
                .toList();
    }

    private static Stream<Route> all(Router router) {
        return router.getRoutes().stream()
                .flatMap(
                        route ->
                                Stream.concat(
                                        Stream.of(route),
                                        Stream.ofNullable(route.getSubRouter())
                                                .flatMap(Gate::all)));
    }

    /// @throws IllegalStateException if there is one
    static void requireAllDeclared(Router router) {
        List<String> undeclared = undeclared(router);
        if (!undeclared.isEmpty()) {
            throw new IllegalStateException("who may use " + undeclared + "? See Gate.");
        }
    }
}
