package weir.it.http;

import io.vertx.core.json.JsonObject;

import weir.testkit.LocalServer;
import weir.testkit.TokenIssuer;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// Tokens of every kind for the roles of [AccessTable], and the webhook that knows its own.
final class RoleTokens {
    private RoleTokens() {}

    static String configured(AccessTable.Role role) {
        return "static-" + role.name().replaceAll("\\W", "") + role.stream().length();
    }

    static String configured() {
        List<String> tokens = new ArrayList<>();
        for (AccessTable.Role role : AccessTable.ROLES) {
            if (!role.stream().isEmpty()) {
                String actions = String.join("+", role.actions());
                tokens.add(actions + " " + role.stream() + " " + configured(role));
            }
        }
        return String.join(",", tokens);
    }

    /// The webhook's own tokens tell it what they are for.
    static String hook(AccessTable.Role role) {
        return "hook/" + role.stream().replace('*', '~') + "/" + String.join("+", role.actions());
    }

    static LocalServer.Answer decide(String body) {
        JsonObject question = new JsonObject(body);
        String[] token = question.getString("token").split("/");
        if (question.getString("token").equals("hook-limited")) {
            long end = System.currentTimeMillis() / 1000 + 2;
            return new LocalServer.Answer(
                    200,
                    new JsonObject()
                            .put("allow", true)
                            .put("bitrateMax", 300_000)
                            .put("expiresAt", end)
                            .encode());
        }
        if (token.length != 3 || !token[0].equals("hook")) {
            return new LocalServer.Answer(401, "");
        }
        List<String> wanted =
                switch (question.getString("action")) {
                    case "read" -> List.of("watch", "manage");
                    case String action when question.getBoolean("session") ->
                            List.of(action, "manage");
                    case String action -> List.of(action);
                };
        boolean allow =
                List.of(token[2].split("\\+")).stream().anyMatch(wanted::contains)
                        && (token[1].equals("~") || token[1].equals(question.getString("stream")));
        return new LocalServer.Answer(200, new JsonObject().put("allow", allow).encode());
    }

    static Map<String, String> of(Function<AccessTable.Role, String> make) {
        Map<String, String> tokens = new HashMap<>();
        for (AccessTable.Role role : AccessTable.ROLES) {
            tokens.put(role.name(), role.stream().isEmpty() ? "" : make.apply(role));
        }
        tokens.put("bad", "b4d-token");
        return tokens;
    }

    static JsonObject claims(AccessTable.Role role) {
        int mode = 0;
        mode |= role.actions().contains("watch") ? 4 : 0;
        mode |= role.actions().contains("publish") ? 2 : 0;
        mode |= role.actions().contains("manage") ? 1 : 0;
        return TokenIssuer.claims(role.stream(), mode);
    }
}
