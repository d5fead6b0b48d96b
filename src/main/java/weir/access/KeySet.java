package weir.access;

import io.vertx.core.Vertx;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

import weir.access.VerificationKey.Algorithm;

import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/// Reads a JSON Web Key Set (RFC 7517 §5): its RSA and P-256 keys for signatures. Others are passed
/// over, as the RFC says; among them those that are secrets, which have no place there.
final class KeySet {
    private static final int KEYS_MAX = 100;
    private static final int RSA_BITS_MIN = 2048; // RFC 7518 §3.3

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
                } catch (GeneralSecurityException | RuntimeException _) {
                    // What only looks like a key.
                }
            }
        }
        return read;
    }

    private static Optional<VerificationKey> key(Vertx vertx, JsonObject jwk)
            throws GeneralSecurityException {
        Optional<Algorithm> algorithm = algorithm(jwk);
        if (algorithm.isEmpty()
                || !jwk.getString("use", "sig").equals("sig")
                || !jwk.getString("alg", algorithm.get().name()).equals(algorithm.get().name())) {
            return Optional.empty();
        }
        PublicKey key = algorithm.get() == Algorithm.RS256 ? rsa(jwk) : ec(jwk);
        Optional<String> kid = Optional.ofNullable(jwk.getString("kid"));
        // A kid that comes to stand for another key is another key.
        String id = "jwks " + kid.orElse("") + " " + fingerprint(key);
        return Optional.of(VerificationKey.ofJwk(vertx, id, kid, algorithm.get(), pem(key)));
    }

    private static Optional<Algorithm> algorithm(JsonObject jwk) {
        String type = jwk.getString("kty", "");
        if (type.equals("RSA")) {
            return Optional.of(Algorithm.RS256);
        }
        return type.equals("EC") && "P-256".equals(jwk.getString("crv"))
                ? Optional.of(Algorithm.ES256)
                : Optional.empty();
    }

    private static PublicKey rsa(JsonObject jwk) throws GeneralSecurityException {
        BigInteger modulus = number(jwk, "n");
        if (modulus.bitLength() < RSA_BITS_MIN) {
            throw new GeneralSecurityException("short");
        }
        return KeyFactory.getInstance("RSA")
                .generatePublic(new RSAPublicKeySpec(modulus, number(jwk, "e")));
    }

    private static PublicKey ec(JsonObject jwk) throws GeneralSecurityException {
        AlgorithmParameters curve = AlgorithmParameters.getInstance("EC");
        curve.init(new ECGenParameterSpec("secp256r1"));
        return KeyFactory.getInstance("EC")
                .generatePublic(
                        new ECPublicKeySpec(
                                new ECPoint(number(jwk, "x"), number(jwk, "y")),
                                curve.getParameterSpec(ECParameterSpec.class)));
    }

    private static BigInteger number(JsonObject jwk, String name) {
        return new BigInteger(1, Base64.getUrlDecoder().decode(jwk.getString(name, "")));
    }

    /// As JWTAuth reads it: of a JWK that it cannot read it only logs that.
    private static String pem(PublicKey key) {
        return "-----BEGIN PUBLIC KEY-----\n"
                + Base64.getMimeEncoder().encodeToString(key.getEncoded())
                + "\n-----END PUBLIC KEY-----\n";
    }

    private static String fingerprint(PublicKey key) throws GeneralSecurityException {
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(key.getEncoded());
        return HexFormat.of().formatHex(digest, 0, 8);
    }
}
