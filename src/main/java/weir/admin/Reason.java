package weir.admin;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

import weir.forward.Diagnosis;

import java.util.List;

/// Why nothing is seen, or not what should be, as the API tells it. A value.
///
/// @param type    stable, for programs; see [Diagnosis.Type]
/// @param because a sentence for people
record Reason(String type, String because) {
    static List<Reason> of(List<Diagnosis> diagnoses) {
        return diagnoses.stream()
                .map(each -> new Reason(each.type().token(), each.because()))
                .toList();
    }

    static JsonArray toJson(List<Reason> reasons) {
        JsonArray all = new JsonArray();
        reasons.forEach(
                each ->
                        all.add(
                                new JsonObject()
                                        .put("type", each.type)
                                        .put("because", each.because)));
        return all;
    }

    /// @param json may be null: a node of an older version tells none
    static List<Reason> read(JsonArray json) {
        return json == null
                ? List.of()
                : json.stream()
                        .map(JsonObject.class::cast)
                        .map(
                                each ->
                                        new Reason(
                                                each.getString("type", ""),
                                                each.getString("because", "")))
                        .toList();
    }
}
