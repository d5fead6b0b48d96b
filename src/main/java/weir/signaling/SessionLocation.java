package weir.signaling;

import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;

import weir.sdp.SdpWriter;
import weir.transport.SessionRef;

/// Answers a POST with the session that was made (RFC 9725 §4.2).
final class SessionLocation {
    private SessionLocation() {}

    static void created(RoutingContext request, AnsweredSession answered) {
        SessionRef session = answered.session();
        // A whole body has a Content-Length: FFmpeg cannot read a chunked answer.
        request.response()
                .setStatusCode(201)
                .putHeader(HttpHeaders.CONTENT_TYPE, OfferReader.SDP)
                .putHeader(HttpHeaders.LOCATION, path(answered.stream(), session))
                .putHeader(HttpHeaders.ETAG, entityTag(session))
                .putHeader("Accept-Patch", SessionHandler.FRAGMENT)
                .end(SdpWriter.write(answered.answer()));
    }

    /// A path without a query: OBS clears the query of a relative URL.
    private static String path(String stream, SessionRef session) {
        return "/session/" + stream + "/" + session.id().text();
    }

    /// The ICE session's: our user fragment is random and new for each.
    static String entityTag(SessionRef session) {
        return '"' + session.localUserFragment() + '"';
    }
}
