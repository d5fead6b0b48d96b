package weir.access;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What a JSON Web Token says, before anybody has looked at its signature. A value.
///
/// @param rights    of `id` and `mode`
/// @param exp       seconds since 1970, as `nbf`
record TokenClaims(
        String algorithm,
        Optional<String> kid,
        Rights rights,
        long exp,
        Optional<Long> nbf,
        Optional<String> jti,
        Optional<String> issuer,
        List<String> audience) {
    private static final int ID_MAX = 256;

    private static final int MODE_MAX = Integer.MAX_VALUE;

    /// Sums with it and milliseconds of it are still numbers.
    private static final double SECONDS_MAX = 1e14;

    /// @return empty if it is no token, or lacks what each must have
    static Optional<TokenClaims> read(String token) {
        String[] parts = token.split("\\.", -1);
        if (parts.length != 3) {
            return Optional.empty();
        }
        try {
            JsonObject header = json(parts[0]);
            JsonObject claims = json(parts[1]);
            // RFC 7515 §4.1.11: what must be understood and is not.
            return header.containsKey("crit") ? Optional.empty() : read(header, claims);
        } catch (DecodeException | IllegalArgumentException | ClassCastException _) {
            return Optional.empty();
        }
    }

    private static JsonObject json(String part) {
        return new JsonObject(
                new String(Base64.getUrlDecoder().decode(part), StandardCharsets.UTF_8));
    }

    private static Optional<TokenClaims> read(JsonObject header, JsonObject claims) {
        Optional<Long> exp = seconds(claims, "exp");
        Optional<StreamPattern> streams = text(claims, "id").flatMap(StreamPattern::parse);
        Optional<Set<Action>> actions = actions(claims);
        if (exp.isEmpty() || streams.isEmpty() || actions.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                new TokenClaims(
                        text(header, "alg").orElse(""),
                        text(header, "kid"),
                        new Rights(actions.get(), streams.get()),
                        exp.get(),
                        seconds(claims, "nbf"),
                        text(claims, "jti"),
                        text(claims, "iss"),
                        audience(claims)));
    }

    /// Bits that mean nothing here are left out. What is no sum of bits is refused: -1 would be all
    /// of them, and 1e300 as well.
    private static Optional<Set<Action>> actions(JsonObject claims) {
        if (!(claims.getValue("mode") instanceof Number mode)
                || mode.longValue() < 0
                || mode.doubleValue() != mode.longValue()
                || mode.longValue() > MODE_MAX) {
            return Optional.empty();
        }
        Set<Action> actions = EnumSet.noneOf(Action.class);
        for (Action action : Action.values()) {
            if ((mode.longValue() & action.modeBit()) != 0) {
                actions.add(action);
            }
        }
        return Optional.of(actions);
    }

    /// Fractions are allowed (RFC 7519 §2), and left out.
    private static Optional<Long> seconds(JsonObject claims, String name) {
        return switch (claims.getValue(name)) {
            case null -> Optional.empty();
            case Number number -> {
                double inRange = Math.clamp(number.doubleValue(), -SECONDS_MAX, SECONDS_MAX);
                yield Optional.of((long) inRange);
            }
            case Object other -> throw new IllegalArgumentException(name + " is " + other);
        };
    }

    private static Optional<String> text(JsonObject object, String name) {
        return switch (object.getValue(name)) {
            case null -> Optional.empty();
            case String text when text.length() <= ID_MAX -> Optional.of(text);
            case Object _ -> throw new IllegalArgumentException(name);
        };
    }

    /// One or several (RFC 7519 §4.1.3).
    private static List<String> audience(JsonObject claims) {
        return switch (claims.getValue("aud")) {
            case null -> List.of();
            case JsonArray several -> several.stream().map(String.class::cast).toList();
            case Object one -> List.of((String) one);
        };
    }

    /// What speaks against it, if its signature is good.
    Optional<Denial> denial(JwtConfig config, long nowSeconds) {
        long leeway = config.leeway().toSeconds();
        if (nowSeconds - leeway >= exp) {
            return Optional.of(Denial.EXPIRED);
        }
        if (nbf.filter(from -> from > nowSeconds + leeway).isPresent()) {
            return Optional.of(Denial.NOT_YET_VALID);
        }
        if (!config.issuer().isEmpty() && !issuer.equals(Optional.of(config.issuer()))) {
            return Optional.of(Denial.ISSUER_WRONG);
        }
        if (!config.audience().isEmpty()
                && config.audience().stream().noneMatch(audience::contains)) {
            return Optional.of(Denial.AUDIENCE_WRONG);
        }
        return Optional.empty();
    }
}
