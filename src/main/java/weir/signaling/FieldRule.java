package weir.signaling;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.Draft;
import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.JsonSchemaOptions;
import io.vertx.json.schema.OutputFormat;
import io.vertx.json.schema.Validator;

import java.util.Optional;
import java.util.stream.Collectors;

/// What a field of a request's body, or a parameter of its query, may be. A value.
///
/// @param values what it may be, for people
record FieldRule(String name, boolean required, String values, Validator validator) {
    private static final JsonSchemaOptions OPTIONS =
            new JsonSchemaOptions()
                    .setBaseUri("weir:")
                    .setDraft(Draft.DRAFT202012)
                    .setOutputFormat(OutputFormat.Flag);

    private static final int VALUE_LENGTH_MAX = 100;

    /// @param schema without references
    static FieldRule of(String name, boolean required, JsonObject schema) {
        return new FieldRule(
                name, required, describe(schema), Validator.create(JsonSchema.of(schema), OPTIONS));
    }

    private static String describe(JsonObject schema) {
        if (schema.getJsonArray("enum") instanceof JsonArray allowed) {
            return allowed.stream().map(String::valueOf).collect(Collectors.joining(" or "));
        }
        return switch (schema.getString("type", "")) {
            case "boolean" -> "true or false";
            case "integer" -> "a whole number" + atLeast(schema);
            case "number" -> "a number" + atLeast(schema);
            case "string" ->
                    schema.containsKey("pattern")
                            ? "a text of the form " + schema.getString("pattern")
                            : "a text";
            case "array" -> "a list";
            default -> "as openapi.yaml has it";
        };
    }

    private static String atLeast(JsonObject schema) {
        return schema.containsKey("minimum") ? ", " + schema.getValue("minimum") + " or more" : "";
    }

    Optional<Refusal> checkMissing() {
        return required
                ? Optional.of(new Refusal.ParameterInvalid(name, values, "nothing"))
                : Optional.empty();
    }

    /// @param value of JSON
    Optional<Refusal> check(Object value) {
        if (validator.validate(value).getValid()) {
            return Optional.empty();
        }
        String text = String.valueOf(value);
        return Optional.of(
                new Refusal.ParameterInvalid(
                        name,
                        values,
                        text.length() > VALUE_LENGTH_MAX
                                ? text.substring(0, VALUE_LENGTH_MAX) + "…"
                                : text));
    }
}
