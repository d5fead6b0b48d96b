package weir.cascade;

import io.vertx.core.json.JsonObject;

import weir.outgoing.HttpUrl;
import weir.stream.StreamName;

import java.net.URI;
import java.util.Optional;
import java.util.regex.Pattern;

/// That a stream is to be pulled from another server, or pushed to one. A value, and a secret.
///
/// @param url   of the endpoint: http or https, with a host, without user, password and fragment
/// @param token for `Authorization: Bearer`
public record Wish(String stream, Way way, URI url, Optional<String> token) {
    private static final int VERSION = 1;

    /// What a header field's value may be made of (RFC 6750 §2.1), and a little more.
    private static final Pattern TOKEN = Pattern.compile("[\\x21-\\x7e]{1,4096}");

    public static boolean isToken(String text) {
        return TOKEN.matcher(text).matches();
    }

    /// @param text `name=URL`
    static Optional<Wish> ofConfig(Way way, String text) {
        String[] nameAndUrl = text.split("=", 2);
        return nameAndUrl.length == 2 && StreamName.isAllowed(nameAndUrl[0])
                ? HttpUrl.read(nameAndUrl[1])
                        .map(url -> new Wish(nameAndUrl[0], way, url, Optional.empty()))
                : Optional.empty();
    }

    Wish withToken(Optional<String> other) {
        return new Wish(stream, way, url, other);
    }

    /// One for each stream, way and URL.
    String key() {
        return way.token() + " " + stream + " " + url;
    }

    /// Where the cluster keeps it: of those that exclude each other there is room for one.
    String place() {
        return switch (way) {
            case PULL -> way.token() + " " + stream;
            case PUSH -> key();
        };
    }

    String text() {
        JsonObject json =
                new JsonObject()
                        .put("v", VERSION)
                        .put("stream", stream)
                        .put("way", way.token())
                        .put("url", url.toString());
        token.ifPresent(secret -> json.put("token", secret));
        return json.encode();
    }

    /// @return empty if it is none that this version can read: it counts as no wish
    static Optional<Wish> read(String text) {
        try {
            JsonObject json = new JsonObject(text);
            return Way.find(json.getString("way"))
                    .flatMap(
                            way ->
                                    HttpUrl.read(json.getString("url"))
                                            .map(
                                                    url ->
                                                            new Wish(
                                                                    json.getString("stream"),
                                                                    way,
                                                                    url,
                                                                    Optional.ofNullable(
                                                                            json.getString(
                                                                                    "token")))));
        } catch (
                RuntimeException _) { // Vert.x promises no narrower one for a text that is not JSON
            return Optional.empty();
        }
    }

    boolean isWrittenIn(String text) {
        return read(text).filter(this::equals).isPresent();
    }

    /// What may be told of a URL: a query may hold a token.
    static String shown(URI url) {
        return url.getScheme() + "://" + url.getRawAuthority() + url.getRawPath();
    }

    @Override
    public String toString() {
        return way.token() + " of " + stream + ", " + shown(url);
    }
}
