package weir.signaling;

import io.vertx.ext.web.RoutingContext;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The streams that SRS names by app and stream: `live/s`, its default app, is our `s`; `show/s` is
/// our `show~s`.
final class SrsStreams {
    private static final String DEFAULT_APP = "live";
    private static final String SEPARATOR = "~";

    private SrsStreams() {}

    /// @param request with `?app=live&stream=s`
    /// @throws RefusedException if no stream can have that name
    static String ofQuery(RoutingContext request) throws RefusedException {
        List<String> names = new ArrayList<>(request.queryParam("app"));
        List<String> streams = request.queryParam("stream");
        if (streams.isEmpty()) {
            throw JsonFields.wrong("stream", "the name of a stream", "nothing");
        }
        names.add(streams.getFirst());
        return join(names);
    }

    /// @param url `webrtc://host/app/stream`; its query and its host do not matter
    /// @throws RefusedException if no stream can have that name
    static String ofUrl(String url) throws RefusedException {
        int host = url.indexOf("://");
        String[] parts = url.substring(host < 0 ? 0 : host + 3).split("[?#]", 2)[0].split("/");
        if (host < 0 || parts.length < 2) {
            throw JsonFields.wrong("streamurl", "webrtc://host/app/stream", url);
        }
        return join(Arrays.asList(parts).subList(1, parts.length));
    }

    /// @param request with JSON that has a `streamurl`
    /// @throws RefusedException if no stream can have that name
    static String ofBody(RoutingContext request) throws RefusedException {
        return ofUrl(JsonFields.read(OfferReader.text(request)).text("streamurl"));
    }

    private static String join(List<String> names) throws RefusedException {
        boolean isDefault = names.size() > 1 && names.getFirst().equals(DEFAULT_APP);
        return OfferReader.requireStream(
                String.join(SEPARATOR, isDefault ? names.subList(1, names.size()) : names));
    }
}
