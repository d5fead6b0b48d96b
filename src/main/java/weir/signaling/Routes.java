package weir.signaling;

import io.vertx.ext.web.Router;

/// More routes on the same HTTP server; implemented above.
public interface Routes {
    /// Called on each event loop that serves HTTP, with a router of its own. Each route
    /// says at the [Gate] who may use it.
    void mount(Router router);
}
