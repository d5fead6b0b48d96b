package weir.signaling;

import io.vertx.ext.web.RoutingContext;

import weir.sdp.SdpReader;
import weir.sdp.SdpSyntaxException;
import weir.sdp.SessionDescription;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.stream.Stream;

/// Takes what WHIP and WHEP have in common from a request: the stream's name and the offer.
public final class OfferReader {
    static final String SDP = "application/sdp";

    /// The only content coding that is read.
    static final String IDENTITY = "identity";

    private OfferReader() {}

    /// @throws RefusedException if no stream can have this name
    public static String stream(RoutingContext request) throws RefusedException {
        return requireStream(request.pathParam("stream"));
    }

    /// @return the name
    /// @throws RefusedException if no stream can have this name
    static String requireStream(String name) throws RefusedException {
        Optional<Refusal> refusal = Refusal.ofStreamName(name);
        if (refusal.isPresent()) {
            throw new RefusedException(refusal.get());
        }
        return name;
    }

    /// @throws RefusedException if the body is not an offer that can be read
    static SessionDescription offer(RoutingContext request) throws RefusedException {
        requireReadable(request, SDP);
        return parse(text(request));
    }

    /// A request's body, in UTF-8 as SDP and JSON are, whatever charset its type names: Vert.x
    /// fails at those that it does not know, and at a quote without an end.
    ///
    /// @return empty if there is none
    public static String text(RoutingContext request) {
        return BodyReading.body(request).toString(StandardCharsets.UTF_8);
    }

    /// @throws RefusedException if the text is not a description that can be read
    static SessionDescription parse(String body) throws RefusedException {
        if (body.isBlank()) {
            throw new RefusedException(Refusal.Plain.BODY_MISSING);
        }
        try {
            return SdpReader.read(body);
        } catch (SdpSyntaxException malformed) {
            throw new RefusedException(unreadable(malformed));
        }
    }

    static Refusal unreadable(SdpSyntaxException text) {
        return text.rule().isLimit()
                ? new Refusal.SdpTooLarge(text.line(), text.reason())
                : new Refusal.SdpMalformed(text.line(), text.reason());
    }

    /// @throws RefusedException if the body is of none of these types, or coded
    public static void requireReadable(RoutingContext request, String... types)
            throws RefusedException {
        if (Stream.of(types).noneMatch(type -> hasContentType(request, type))) {
            throw new RefusedException(new Refusal.ContentTypeWrong(String.join(", ", types)));
        }
        for (String encoding : request.request().headers().getAll("Content-Encoding")) {
            if (!encoding.strip().equalsIgnoreCase(IDENTITY)) {
                throw new RefusedException(new Refusal.ContentEncodingUnknown(encoding));
            }
        }
    }

    /// Parameters and case do not matter (RFC 9110 §8.3.1).
    public static boolean hasContentType(RoutingContext request, String wanted) {
        String type = request.request().getHeader("Content-Type");
        return type != null && type.split(";", 2)[0].strip().equalsIgnoreCase(wanted);
    }
}
