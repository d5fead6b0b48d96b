package weir.signaling;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.json.schema.OutputUnit;
import io.vertx.openapi.contract.OpenAPIVersion;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.lang.reflect.Constructor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

class ApiContractTest {
    private static final Vertx VERTX = Vertx.vertx();
    private static final ApiContract CONTRACT = ApiContract.load();

    @AfterAll
    static void close() {
        VERTX.close().await();
    }

    @Test
    void isADescriptionByOpenApi() throws Exception {
        OpenAPIVersion version = OpenAPIVersion.fromContract(CONTRACT.document());
        OutputUnit checked =
                version.getRepository(VERTX, "weir:")
                        .compose(
                                schemas ->
                                        version.validateContract(
                                                VERTX, schemas, CONTRACT.document()))
                        .await(20, TimeUnit.SECONDS);

        assertThat(version).isEqualTo(OpenAPIVersion.V3_1);
        assertThat(errors(checked)).isEmpty();
    }

    private static List<String> errors(OutputUnit checked) {
        return checked.getValid()
                ? List.of()
                : checked.getErrors().stream()
                        .map(error -> error.getInstanceLocation() + ": " + error.getError())
                        .toList();
    }

    @Test
    void everyOperationHasANameOfItsOwn() {
        List<String> names = new ArrayList<>();
        forEachOperation(operation -> names.add(operation.getString("operationId")));

        assertThat(names).isNotEmpty().doesNotContainNull().doesNotHaveDuplicates();
    }

    @Test
    void everyReferenceLeadsSomewhere() {
        Matcher references = Pattern.compile("#/[A-Za-z0-9/]+").matcher(CONTRACT.yaml().toString());

        assertThat(references.results().map(MatchResult::group).distinct())
                .allSatisfy(
                        reference ->
                                assertThat(CONTRACT.resolve(JsonObject.of("$ref", reference)))
                                        .isNotNull());
    }

    @Test
    void everyProblemIsOneThatIsAnsweredWithThatStatus() throws Exception {
        Set<String> described = new TreeSet<>();
        forEachRefusalDescribed((status, type) -> described.add(status + " " + type));
        CONTRACT.document()
                .getJsonObject("x-problems")
                .forEach(
                        each ->
                                ((JsonArray) each.getValue())
                                        .forEach(
                                                type -> described.add(each.getKey() + " " + type)));

        assertThat(described).isEqualTo(known());
    }

    @Test
    void tellsHowRoutesDifferFromIt() {
        ApiContract contract =
                ApiContract.of(
                        """
                        paths:
                          /a/{b}: {get: {}, post: {}}
                          /c: {delete: {}}
                        """);
        Router router = Router.router(VERTX);
        router.get("/a/:b").handler(RoutingContext::next);
        router.head("/a/:b").handler(RoutingContext::next);
        router.options("/a/:b").handler(RoutingContext::next);
        router.route("/a/:b").handler(RoutingContext::next);
        router.route().handler(RoutingContext::next);
        router.delete("/c").handler(RoutingContext::next);
        router.patch("/d").handler(RoutingContext::next);

        assertThat(contract.differences(router))
                .containsExactly("not described: PATCH /d", "not routed: POST /a/{b}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'kind': 'video', 'enabled': false}",
                "{'kind': 'audio', 'enabled': true, 'other': [1]}",
                "[]",
                "no JSON",
            })
    void letsPassWhatItAllowsAndWhatIsNoObject(String body) {
        assertThat(rules("POST /session/{stream}/{session}").checkBody(quoted(body))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'enabled': false}                 | The parameter kind is audio or video, not"
                        + " 'nothing'.",
                "{'kind': null, 'enabled': false}   | The parameter kind is audio or video, not"
                        + " 'nothing'.",
                "{'kind': 'text', 'enabled': false} | The parameter kind is audio or video, not"
                        + " 'text'.",
                "{'kind': 'video', 'enabled': 1}    | The parameter enabled is true or false, not"
                        + " '1'.",
            })
    void refusesByTheFieldThatIsWrong(String body, String detail) {
        assertThat(rules("POST /session/{stream}/{session}").checkBody(quoted(body)))
                .map(Refusal::detail)
                .hasValue(detail);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{'maxWidth': -1}", "{'maxWidth': 1.5}", "{'maxWidth': '640'}"})
    void refusesNumbersThatAreNotWholeOrTooSmall(String body) {
        assertThat(rules("POST /session/{stream}/{session}/layer").checkBody(quoted(body)))
                .map(Refusal::type)
                .hasValue("parameter-invalid");
    }

    @Test
    void repeatsOnlyTheBeginningOfALongValue() {
        String body = quoted("{'rid': ['" + "x".repeat(1000) + "']}");

        assertThat(rules("POST /session/{stream}/{session}/layer").checkBody(body).orElseThrow())
                .extracting(Refusal::detail)
                .satisfies(detail -> assertThat(detail).hasSizeLessThan(200));
    }

    @Test
    void demandsNothingWhereNothingIsDescribed() {
        assertThat(CONTRACT.rules("POST /whip/{stream}").orElseThrow().isEmpty()).isTrue();
        assertThat(CONTRACT.checking(HttpMethod.POST, "/unknown")).isNotNull();
    }

    private static RequestRules rules(String operation) {
        return CONTRACT.rules(operation).orElseThrow();
    }

    private static String quoted(String json) {
        return json.replace('\'', '"');
    }

    private interface Described {
        void accept(String status, String type);
    }

    private static void forEachOperation(Consumer<JsonObject> action) {
        JsonObject paths = CONTRACT.document().getJsonObject("paths");
        for (String path : paths.fieldNames()) {
            paths.getJsonObject(path).stream()
                    .map(Map.Entry::getValue)
                    .filter(JsonObject.class::isInstance)
                    .forEach(operation -> action.accept((JsonObject) operation));
        }
    }

    private static void forEachRefusalDescribed(Described action) {
        forEachOperation(
                operation -> forEachRefusalDescribed(operation.getJsonObject("responses"), action));
    }

    private static void forEachRefusalDescribed(JsonObject responses, Described action) {
        for (String status : responses.fieldNames()) {
            JsonObject response = CONTRACT.resolve(responses.getJsonObject(status));
            if (response.getJsonObject("content", new JsonObject())
                    .containsKey("application/problem+json")) {
                assertThat(response.getJsonArray("x-problems")).as(response.encode()).isNotEmpty();
                response.getJsonArray("x-problems")
                        .forEach(type -> action.accept(status, (String) type));
            }
        }
    }

    /// Each refusal, with any values.
    private static Set<String> known() throws ReflectiveOperationException {
        Set<String> known = new TreeSet<>();
        for (Class<?> type : Refusal.class.getPermittedSubclasses()) {
            for (Refusal refusal : examples(type)) {
                known.add(refusal.status() + " " + refusal.type());
            }
        }
        return known;
    }

    private static List<Refusal> examples(Class<?> type) throws ReflectiveOperationException {
        if (type.isEnum()) {
            return List.of(Refusal.Plain.values());
        }
        Constructor<?> constructor = type.getDeclaredConstructors()[0];
        constructor.setAccessible(true);
        Class<?>[] parameters = constructor.getParameterTypes();
        List<Refusal> examples = new ArrayList<>();
        Object[] enumerated =
                Stream.of(parameters)
                        .filter(Class::isEnum)
                        .findFirst()
                        .<Object[]>map(Class::getEnumConstants)
                        .orElse(new Object[] {""});
        for (Object constant : enumerated) {
            Object[] values = Stream.of(parameters).map(each -> example(each, constant)).toArray();
            examples.add((Refusal) constructor.newInstance(values));
        }
        return examples;
    }

    private static Object example(Class<?> type, Object constant) {
        return switch (type.getName()) {
            case "int" -> 1;
            case "long" -> 1L;
            case "boolean" -> true;
            case "java.util.List" -> List.of();
            case "java.util.Optional" -> Optional.empty();
            case "java.time.Duration" -> Duration.ofSeconds(1);
            case String _ when type.isEnum() -> constant;
            default -> "x";
        };
    }
}
