package weir.signaling;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;

import weir.ice.IceCredentials;
import weir.sdp.SdpWriter;
import weir.transport.SessionId;
import weir.transport.SessionRef;

/// Answers a POST with the session that was made (RFC 9725 §4.2).
final class SessionLocation {
    private SessionLocation() {}

    static void created(RoutingContext request, SignalingNode node, AnsweredSession answered) {
        SessionRef session = answered.session();
        tellIceServers(request.response(), node, session.id());
        String path = path(answered.stream(), session.id());
        if (!answered.watched().isEmpty()) {
            ExtensionLinks.add(request, path, answered.watched());
        }
        // A whole body has a Content-Length: FFmpeg cannot read a chunked answer.
        request.response()
                .setStatusCode(201)
                .putHeader(HttpHeaders.CONTENT_TYPE, OfferReader.SDP)
                .putHeader(HttpHeaders.LOCATION, path)
                .putHeader(HttpHeaders.ETAG, entityTag(session))
                .putHeader("Accept-Patch", SessionHandler.FRAGMENT)
                .end(SdpWriter.write(answered.answer()));
    }

    /// A path without a query: OBS clears the query of a relative URL.
    static String path(String stream, SessionId session) {
        return "/session/" + stream + "/" + session.text();
    }

    /// Names the session as logs do: a TURN server may log it, too.
    static void tellIceServers(HttpServerResponse response, SignalingNode node, SessionId session) {
        node.iceServers()
                .links(session.toString(), System.currentTimeMillis())
                .forEach(link -> response.headers().add("Link", link));
    }

    static String entityTag(SessionRef session) {
        return entityTag(session.ice().local());
    }

    /// The ICE session's: our user fragment is random and new for each.
    static String entityTag(IceCredentials local) {
        return '"' + local.userFragment() + '"';
    }
}
