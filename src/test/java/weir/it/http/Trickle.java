package weir.it.http;

import weir.testkit.HttpCalls;
import weir.testkit.WebRtcClient;

import java.net.http.HttpResponse;

/// What clients send that trickle candidates (RFC 8840).
final class Trickle {
    private Trickle() {}

    /// With one candidate.
    static String fragment(WebRtcClient client) {
        return "a=ice-ufrag:%s\r\na=ice-pwd:%s\r\nm=audio 9 UDP/TLS/RTP/SAVPF 0\r\na=mid:0\r\n"
                        .formatted(client.ice().userFragment(), client.ice().password())
                + "a=candidate:1 1 udp 2122260223 192.0.2.1 61764 typ host generation 0\r\n";
    }

    static HttpResponse<String> patch(String url, String fragment, String ifMatch) {
        return HttpCalls.send(
                "PATCH", url, fragment, "Content-Type", HttpCalls.FRAGMENT, "If-Match", ifMatch);
    }
}
