package weir.signaling;

import io.vertx.core.Handler;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;

/// Reads the whole body of each request, and knows afterwards of a failure whether it was one of
/// this: what Netty finds wrong in chunks and trailers is an exception of any class.
final class BodyReading {
    private static final String UNDER_WAY = BodyReading.class.getName();

    private BodyReading() {}

    /// @param max bytes of one body, 0 or more
    /// @return the route
    static Route mount(Route route, long max) {
        Handler<RoutingContext> reader = BodyHandler.create(false).setBodyLimit(max);
        return route.handler(
                        request -> {
                            request.put(UNDER_WAY, true);
                            reader.handle(request);
                        })
                .handler(
                        request -> {
                            request.remove(UNDER_WAY);
                            request.next();
                        });
    }

    /// Whether nothing but the reading has happened to the request so far.
    static boolean isUnderWay(RoutingContext request) {
        return request.get(UNDER_WAY) != null;
    }
}
