package weir.access;

import io.vertx.core.Vertx;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

import weir.access.VerificationKey.Algorithm;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/// Reads a JSON Web Key Set (RFC 7517 §5): its RSA and P-256 keys for signatures. Others are passed
/// over, as the RFC says; among them those that are secrets, which have no place there.
final class KeySet {
    private static final int KEYS_MAX = 100;
    private static final int RSA_BYTES_MIN = 256; // RFC 7518 §3.3

    private KeySet() {}

    /// @return empty if it is no key set, which is something else than a set without keys
    static Optional<List<VerificationKey>> read(Vertx vertx, String text) {
        try {
            if (new JsonObject(text).getValue("keys") instanceof JsonArray keys) {
                return Optional.of(read(vertx, keys));
            }
            return Optional.empty();
        } catch (DecodeException _) {
            return Optional.empty();
        }
    }

    private static List<VerificationKey> read(Vertx vertx, JsonArray keys) {
        List<VerificationKey> read = new ArrayList<>();
        for (Object each : keys) {
            if (each instanceof JsonObject jwk && read.size() < KEYS_MAX) {
                try {
                    key(vertx, jwk).ifPresent(read::add);
                } catch (RuntimeException _) {
                    // What only looks like a key.
                }
            }
        }
        return read;
    }

    private static Optional<VerificationKey> key(Vertx vertx, JsonObject jwk) {
        boolean forSignatures = jwk.getString("use", "sig").equals("sig");
        return algorithm(jwk)
                .filter(algorithm -> forSignatures && algorithm.name().equals(alg(jwk, algorithm)))
                .map(
                        algorithm -> {
                            Optional<String> kid = Optional.ofNullable(jwk.getString("kid"));
                            JsonObject material = material(jwk);
                            // A kid that comes to stand for another key is another key.
                            String id = "jwks " + kid.orElse("") + " " + fingerprint(material);
                            return VerificationKey.ofJwk(vertx, id, kid, algorithm, material);
                        });
    }

    private static String alg(JsonObject jwk, Algorithm absent) {
        return jwk.getString("alg", absent.name());
    }

    private static Optional<Algorithm> algorithm(JsonObject jwk) {
        String type = jwk.getString("kty", "");
        if (type.equals("RSA") && modulusBytes(jwk) >= RSA_BYTES_MIN) {
            return Optional.of(Algorithm.RS256);
        }
        return type.equals("EC") && "P-256".equals(jwk.getString("crv"))
                ? Optional.of(Algorithm.ES256)
                : Optional.empty();
    }

    private static int modulusBytes(JsonObject jwk) {
        return Base64.getUrlDecoder().decode(jwk.getString("n", "")).length;
    }

    private static JsonObject material(JsonObject jwk) {
        JsonObject material = new JsonObject();
        for (String name : List.of("kty", "n", "e", "crv", "x", "y")) {
            if (jwk.containsKey(name)) {
                material.put(name, jwk.getString(name));
            }
        }
        return material;
    }

    private static String fingerprint(JsonObject material) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest(material.encode().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
