package weir.it.browser;

import weir.it.net.ImpairedPath;

/// The script that sends a page's media over an impaired path.
final class Route {
    private static final String SCRIPT = Chromium.resource("path.js");

    private Route() {}

    static String over(ImpairedPath path) {
        String address = path.address().getAddress().getHostAddress();
        return "window.weirPath = { address: '%s', port: %d };\n%s"
                .formatted(address, path.address().getPort(), SCRIPT);
    }
}
