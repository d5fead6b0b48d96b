package weir.it.http;

import static weir.it.http.Problems.assertProblem;

import weir.it.NodeProcess;
import weir.testkit.HttpCalls;
import weir.testkit.WebRtcClient;

import java.net.URI;
import java.util.List;

/// What a client was given for its session, asked at any node. A value.
record SessionUrl(String path) {
    static SessionUrl of(WebRtcClient client) {
        return new SessionUrl(URI.create(client.sessionUrl()).getRawPath());
    }

    /// Whatever is asked of it, these tokens are good for something else.
    void assertForbidden(NodeProcess node, String... tokens) {
        for (String token : tokens) {
            assertForbidden(node, token);
        }
    }

    private void assertForbidden(NodeProcess node, String token) {
        for (String method : List.of("POST", "PATCH", "DELETE")) {
            assertForbidden(node, method, path, token);
        }
        for (String method : List.of("GET", "POST", "DELETE")) {
            assertForbidden(node, method, path + "/layer", token);
        }
        assertForbidden(node, "POST", path + "/sse", token);
        assertForbidden(node, "DELETE", path + "/sse/any", token);
    }

    private static void assertForbidden(
            NodeProcess node, String method, String path, String token) {
        String url = node.url() + path;
        assertProblem(
                HttpCalls.send(method, url, "", "Authorization", "Bearer " + token),
                403,
                "forbidden");
    }
}
