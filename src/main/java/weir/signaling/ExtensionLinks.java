package weir.signaling;

import io.vertx.ext.web.RoutingContext;

import weir.peer.OutgoingMedia;
import weir.rtp.MediaKind;

import java.util.List;

/// Tells a viewer which extensions of WHEP its session has. One header field for each: there are
/// clients that split at every comma.
final class ExtensionLinks {
    private static final String CORE = "urn:ietf:params:whep:ext:core:";

    private ExtensionLinks() {}

    /// @param session path of its URL
    /// @param media   that it is sent; layers are there for a picture alone
    static void add(RoutingContext request, String session, List<OutgoingMedia> media) {
        boolean video = media.stream().anyMatch(each -> each.kind() == MediaKind.VIDEO);
        String events = EventType.tokens(EventType.offered(video));
        add(request, session + "/sse", CORE + "server-sent-events\"; events=\"" + events);
        if (video) {
            add(request, session + "/layer", CORE + "layer");
        }
    }

    private static void add(RoutingContext request, String path, String relation) {
        request.response().headers().add("Link", "<" + path + ">; rel=\"" + relation + "\"");
    }
}
