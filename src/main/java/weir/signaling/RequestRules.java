package weir.signaling;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;

import java.util.List;
import java.util.Optional;

/// What one operation of the API demands of the parameters in a request's query, and of its JSON. A
/// value.
///
/// @param lists query parameters that may be repeated, each with the rule of one
/// @param body  the rules of the fields of an object
record RequestRules(List<FieldRule> query, List<FieldRule> lists, List<FieldRule> body) {
    boolean isEmpty() {
        return query.isEmpty() && lists.isEmpty() && body.isEmpty();
    }

    /// What is no JSON object at all is left to who reads it.
    Optional<Refusal> check(RoutingContext request) {
        return checkQuery(request).or(() -> checkBody(request));
    }

    private Optional<Refusal> checkQuery(RoutingContext request) {
        for (FieldRule rule : query) {
            List<String> values = request.queryParam(rule.name());
            Optional<Refusal> refusal =
                    values.isEmpty() ? rule.checkMissing() : rule.check(values.getFirst());
            if (refusal.isPresent()) {
                return refusal;
            }
        }
        return lists.stream()
                .flatMap(rule -> request.queryParam(rule.name()).stream().map(rule::check))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private Optional<Refusal> checkBody(RoutingContext request) {
        if (body.isEmpty() || !OfferReader.hasContentType(request, SessionHandler.JSON)) {
            return Optional.empty();
        }
        String text = OfferReader.text(request);
        return text.isBlank() ? Optional.empty() : checkBody(text);
    }

    Optional<Refusal> checkBody(String text) {
        try {
            return Json.decodeValue(text) instanceof JsonObject fields
                    ? checkFields(fields)
                    : Optional.empty();
        } catch (DecodeException _) {
            return Optional.empty();
        }
    }

    /// What is null is as if it were not there.
    private Optional<Refusal> checkFields(JsonObject fields) {
        return body.stream()
                .map(
                        rule ->
                                fields.getValue(rule.name()) == null
                                        ? rule.checkMissing()
                                        : rule.check(fields.getValue(rule.name())))
                .flatMap(Optional::stream)
                .findFirst();
    }
}
