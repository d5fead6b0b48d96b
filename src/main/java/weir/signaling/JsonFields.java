package weir.signaling;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;

import java.util.Optional;

/// The fields of a JSON object that a client sent, each of its type or refused by name. What is
/// null is as if it were not there. A value.
record JsonFields(JsonObject fields) {
    /// @throws RefusedException if the text is no JSON object
    static JsonFields read(String text) throws RefusedException {
        if (text.isBlank()) {
            throw new RefusedException(Refusal.Plain.BODY_MISSING);
        }
        try {
            if (Json.decodeValue(text) instanceof JsonObject object) {
                return new JsonFields(object);
            }
        } catch (DecodeException _) {
            // Refused as what is no object.
        }
        throw new RefusedException(Refusal.Plain.JSON_MALFORMED);
    }

    /// @throws RefusedException if it is there and no text
    Optional<String> findText(String name) throws RefusedException {
        return switch (fields.getValue(name)) {
            case null -> Optional.empty();
            case String text -> Optional.of(text);
            case Object other -> throw wrong(name, "a text", other);
        };
    }

    /// @throws RefusedException if it is no text
    String text(String name) throws RefusedException {
        return findText(name).orElseThrow(() -> wrong(name, "a text", "nothing"));
    }

    /// @return `absent` if it is not there
    /// @throws RefusedException if it is there and no whole number from 0 on
    int number(String name, int absent) throws RefusedException {
        Object value = fields.getValue(name);
        return switch (value) {
            case null -> absent;
            case Integer number when number >= 0 -> number;
            case Object other -> throw wrong(name, "a whole number, 0 or more", other);
        };
    }

    /// @throws RefusedException if it is neither true nor false
    boolean flag(String name) throws RefusedException {
        return switch (fields.getValue(name)) {
            case Boolean flag -> flag;
            case null -> throw wrong(name, "true or false", "nothing");
            case Object other -> throw wrong(name, "true or false", other);
        };
    }

    static RefusedException wrong(String name, String values, Object value) {
        return new RefusedException(
                new Refusal.ParameterInvalid(name, values, String.valueOf(value)));
    }
}
