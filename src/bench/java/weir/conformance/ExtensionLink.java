package weir.conformance;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A `Link` to an extension of a WHEP session. A value.
///
/// @param relation behind `urn:ietf:params:whep:ext:core:`
/// @param events   that are advertised, of server-sent events
record ExtensionLink(String relation, URI uri, List<String> events) {
    static final String EVENTS = "server-sent-events";
    static final String LAYER = "layer";

    private static final Pattern LINK =
            Pattern.compile("<([^>]*)>[^<]*?rel=\"?urn:ietf:params:whep:ext:core:([a-z-]+)\"?");
    private static final Pattern ADVERTISED = Pattern.compile("events=\"([^\"]*)\"");

    static List<ExtensionLink> all(Answer created) {
        return created.all("Link").stream()
                .flatMap(link -> read(link, created.uri()).stream())
                .toList();
    }

    static Optional<ExtensionLink> find(Answer created, String relation) {
        return all(created).stream().filter(each -> each.relation().equals(relation)).findFirst();
    }

    private static Optional<ExtensionLink> read(String link, URI base) {
        Matcher found = LINK.matcher(link);
        if (!found.find()) {
            return Optional.empty();
        }
        Matcher advertised = ADVERTISED.matcher(link);
        List<String> events =
                advertised.find() ? List.of(advertised.group(1).split("\\s*,\\s*")) : List.of();
        return Optional.of(new ExtensionLink(found.group(2), base.resolve(found.group(1)), events));
    }
}
