package weir.signaling;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/// The API as `openapi.yaml` describes it: what it demands of requests is checked here, where a
/// route asks for that. A value.
public final class ApiContract {
    private static final Logger log = LoggerFactory.getLogger(ApiContract.class);
    private static final String RESOURCE = "/openapi.yaml";

    /// Those that answer alike at every path, and are not described.
    private static final Set<String> SELF_EVIDENT = Set.of("HEAD", "OPTIONS");

    /// One for all answers, however many are on their way.
    private final Buffer yaml;

    private final JsonObject document;

    /// By method and path: `POST /api/streams/{stream}`.
    private final Map<String, RequestRules> rules = new TreeMap<>();

    private ApiContract(String yaml) {
        this.yaml = Buffer.buffer(yaml);
        Object read = new Load(LoadSettings.builder().build()).loadFromString(yaml);
        this.document = new JsonObject(asMap(read));
        document.getJsonObject("paths")
                .forEach(path -> addRules(path.getKey(), (JsonObject) path.getValue()));
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> asMap(Object read) {
        return (Map<String, Object>) read;
    }

    /// Reads the description that comes with the program.
    public static ApiContract load() {
        try (InputStream file = ApiContract.class.getResourceAsStream(RESOURCE)) {
            return new ApiContract(new String(file.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    static ApiContract of(String yaml) {
        return new ApiContract(yaml);
    }

    /// As it is written; not to be changed.
    public Buffer yaml() {
        return yaml;
    }

    JsonObject document() {
        return document;
    }

    /// Checks requests before they go on to the route's next handler.
    ///
    /// @param path as the router has it: `/api/streams/:stream`
    public Handler<RoutingContext> checking(HttpMethod method, String path) {
        RequestRules demanded = rules.get(method.name() + " " + template(path));
        if (demanded == null || demanded.isEmpty()) {
            return RoutingContext::next;
        }
        return request ->
                demanded.check(request)
                        .ifPresentOrElse(
                                refusal -> Answers.refuse(request, refusal), request::next);
    }

    Optional<RequestRules> rules(String operation) {
        return Optional.ofNullable(rules.get(operation));
    }

    private static String template(String path) {
        return path.replaceAll(":(\\w+)", "{$1}");
    }

    private void addRules(String path, JsonObject item) {
        for (String method : item.fieldNames()) {
            if (item.getValue(method) instanceof JsonObject operation) {
                rules.put(method.toUpperCase(Locale.ROOT) + " " + path, rules(item, operation));
            }
        }
    }

    private RequestRules rules(JsonObject item, JsonObject operation) {
        List<FieldRule> query = new ArrayList<>();
        List<FieldRule> lists = new ArrayList<>();
        Stream.of(item, operation)
                .flatMap(from -> from.getJsonArray("parameters", new JsonArray()).stream())
                .map(each -> resolve((JsonObject) each))
                .filter(each -> each.getString("in").equals("query"))
                .forEach(each -> addParameter(each, query, lists));
        return new RequestRules(query, lists, bodyRules(operation));
    }

    private void addParameter(JsonObject parameter, List<FieldRule> query, List<FieldRule> lists) {
        String name = parameter.getString("name");
        JsonObject schema = resolve(parameter.getJsonObject("schema"));
        if (schema.getString("type", "").equals("array")) {
            lists.add(FieldRule.of(name, false, resolve(schema.getJsonObject("items"))));
        } else {
            query.add(FieldRule.of(name, parameter.getBoolean("required", false), schema));
        }
    }

    private List<FieldRule> bodyRules(JsonObject operation) {
        JsonObject schema =
                resolve(operation.getJsonObject("requestBody", new JsonObject()))
                        .getJsonObject("content", new JsonObject())
                        .getJsonObject(SessionHandler.JSON, new JsonObject())
                        .getJsonObject("schema", new JsonObject());
        JsonObject object = resolve(schema);
        JsonArray required = object.getJsonArray("required", new JsonArray());
        return object.getJsonObject("properties", new JsonObject()).stream()
                .map(
                        property ->
                                FieldRule.of(
                                        property.getKey(),
                                        required.contains(property.getKey()),
                                        resolve((JsonObject) property.getValue())))
                .toList();
    }

    /// Follows a reference to another place of the document.
    JsonObject resolve(JsonObject json) {
        String reference = json.getString("$ref");
        if (reference == null) {
            return json;
        }
        JsonObject found = document;
        for (String name : reference.substring("#/".length()).split("/")) {
            found = found.getJsonObject(name);
        }
        return resolve(found);
    }

    /// Tells in the log what of the routes the document does not describe, and the other way.
    void compare(Router router) {
        List<String> differences = differences(router);
        if (!differences.isEmpty()) {
            log.warn("openapi.yaml and the routes differ: {}", differences);
        }
    }

    /// @return sorted; empty if the document describes exactly the routes
    List<String> differences(Router router) {
        Set<String> routed = new TreeSet<>();
        router.getRoutes().stream()
                .filter(route -> route.getPath() != null && route.methods() != null)
                .forEach(
                        route ->
                                route.methods().stream()
                                        .map(HttpMethod::name)
                                        .filter(method -> !SELF_EVIDENT.contains(method))
                                        .map(method -> method + " " + template(route.getPath()))
                                        .forEach(routed::add));
        Set<String> missing = new TreeSet<>(routed);
        missing.removeAll(rules.keySet());
        Set<String> spare = new TreeSet<>(rules.keySet());
        spare.removeAll(routed);
        return Stream.concat(
                        missing.stream().map(each -> "not described: " + each),
                        spare.stream().map(each -> "not routed: " + each))
                .toList();
    }
}
