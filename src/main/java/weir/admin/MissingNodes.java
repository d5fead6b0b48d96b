package weir.admin;

import io.vertx.ext.web.RoutingContext;

import java.util.List;

/// Tells of an answer that nodes which did not answer in time are left out of it.
final class MissingNodes {
    private static final String HEADER = "Weir-Missing-Nodes";

    private MissingNodes() {}

    /// @param missing node ids; no header if there are none
    static void tell(RoutingContext request, List<String> missing) {
        if (!missing.isEmpty()) {
            request.response()
                    .putHeader(HEADER, String.join(", ", missing))
                    .headers()
                    .add("Access-Control-Expose-Headers", HEADER);
        }
    }
}
