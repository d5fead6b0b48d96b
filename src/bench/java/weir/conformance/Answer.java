package weir.conformance;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;

import java.net.URI;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// A response. A value.
///
/// @param asked method and path, for messages
public record Answer(String asked, HttpResponse<String> response) {
    static final String SDP = "application/sdp";
    static final String FRAGMENT = "application/trickle-ice-sdpfrag";
    static final String PROBLEM = "application/problem+json";

    int status() {
        return response.statusCode();
    }

    String body() {
        return response.body();
    }

    URI uri() {
        return response.uri();
    }

    boolean isSuccess() {
        return status() / 100 == 2;
    }

    /// Whether an offer has made a session: there is an answer, or an offer in its place.
    boolean isTaken() {
        return status() == 201 || CounterOffer.isOne(this);
    }

    /// Whether an offer was refused as Weir does it; a counter-offer is as good.
    boolean isRefused() {
        return status() == 422 || CounterOffer.isOne(this);
    }

    boolean isClientError() {
        return status() / 100 == 4;
    }

    Optional<String> find(String header) {
        return response.headers().firstValue(header);
    }

    List<String> all(String header) {
        return response.headers().allValues(header);
    }

    /// All values of a list header, without blanks.
    List<String> list(String header) {
        return all(header).stream()
                .flatMap(value -> List.of(value.split(",")).stream())
                .map(String::strip)
                .toList();
    }

    /// Whether the media type is this one, whatever its parameters.
    boolean is(String type) {
        return find("Content-Type")
                .map(value -> value.split(";")[0].strip().toLowerCase(Locale.ROOT))
                .filter(type::equals)
                .isPresent();
    }

    Optional<Description> description() {
        return Description.read(body());
    }

    Optional<JsonObject> json() {
        try {
            return Optional.of(new JsonObject(body()));
        } catch (DecodeException | ClassCastException _) {
            return Optional.empty();
        }
    }

    /// In a few words.
    @Override
    public String toString() {
        String type = find("Content-Type").map(value -> " " + value.split(";")[0]).orElse("");
        return asked + " → " + status() + type;
    }
}
