package weir.testkit;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Signs JSON Web Tokens as somebody else's program would: with the JDK alone. A value.
public final class TokenIssuer {
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    private interface Signer {
        byte[] sign(byte[] input) throws GeneralSecurityException;
    }

    private final String algorithm;
    private final String kid;
    private final Signer signer;
    private final KeyPair keys;

    private TokenIssuer(String algorithm, String kid, KeyPair keys, Signer signer) {
        this.algorithm = algorithm;
        this.kid = kid;
        this.keys = keys;
        this.signer = signer;
    }

    /// HS256, without a key id.
    public static TokenIssuer ofSecret(byte[] secret) {
        return new TokenIssuer(
                "HS256",
                "",
                null,
                input -> {
                    Mac mac = Mac.getInstance("HmacSHA256");
                    mac.init(new SecretKeySpec(secret, "HmacSHA256"));
                    return mac.doFinal(input);
                });
    }

    /// @param kid empty for none
    public static TokenIssuer es256(String kid) {
        KeyPair keys = keys("EC");
        return new TokenIssuer(
                "ES256", kid, keys, input -> sign("SHA256withECDSAinP1363Format", keys, input));
    }

    /// @param kid empty for none
    public static TokenIssuer rs256(String kid) {
        KeyPair keys = keys("RSA");
        return new TokenIssuer("RS256", kid, keys, input -> sign("SHA256withRSA", keys, input));
    }

    private static KeyPair keys(String type) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(type);
            if (type.equals("EC")) {
                generator.initialize(new ECGenParameterSpec("secp256r1"));
            } else {
                generator.initialize(2048);
            }
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] sign(String algorithm, KeyPair keys, byte[] input)
            throws GeneralSecurityException {
        Signature signature = Signature.getInstance(algorithm);
        signature.initSign(keys.getPrivate());
        signature.update(input);
        return signature.sign();
    }

    /// What every token of Weir has, good for a minute.
    ///
    /// @param mode 4 watch, 2 publish, 1 manage
    public static JsonObject claims(String stream, int mode) {
        return new JsonObject()
                .put("id", stream)
                .put("mode", mode)
                .put("exp", System.currentTimeMillis() / 1000 + 60);
    }

    public String sign(JsonObject claims) {
        JsonObject header = new JsonObject().put("typ", "JWT").put("alg", algorithm);
        return sign(kid.isEmpty() ? header : header.put("kid", kid), claims);
    }

    /// With a header of one's own, whatever it claims.
    public String sign(JsonObject header, JsonObject claims) {
        String input = encode(header.encode()) + "." + encode(claims.encode());
        try {
            byte[] signature = signer.sign(input.getBytes(StandardCharsets.US_ASCII));
            return input + "." + BASE64.encodeToString(signature);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String encode(String text) {
        return BASE64.encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /// The public key as it is published.
    public JsonObject jwk() {
        JsonObject jwk = new JsonObject().put("use", "sig").put("alg", algorithm);
        if (!kid.isEmpty()) {
            jwk.put("kid", kid);
        }
        return switch (keys.getPublic()) {
            case ECPublicKey ec ->
                    jwk.put("kty", "EC")
                            .put("crv", "P-256")
                            .put("x", number(ec.getW().getAffineX(), 32))
                            .put("y", number(ec.getW().getAffineY(), 32));
            case RSAPublicKey rsa ->
                    jwk.put("kty", "RSA")
                            .put("n", number(rsa.getModulus(), 256))
                            .put("e", number(rsa.getPublicExponent(), 3));
            case Object other -> throw new IllegalStateException("no key: " + other);
        };
    }

    private static String number(BigInteger number, int length) {
        byte[] bytes = number.toByteArray();
        byte[] padded = new byte[length];
        int from = Math.max(0, bytes.length - length);
        System.arraycopy(bytes, from, padded, length - bytes.length + from, bytes.length - from);
        return BASE64.encodeToString(padded);
    }

    /// The public key as it stands in a file.
    public String pem() {
        String base64 =
                Base64.getMimeEncoder(64, new byte[] {'\n'})
                        .encodeToString(keys.getPublic().getEncoded());
        return "-----BEGIN PUBLIC KEY-----\n" + base64 + "\n-----END PUBLIC KEY-----\n";
    }

    public static String keySet(TokenIssuer... issuers) {
        List<JsonObject> keys = Arrays.stream(issuers).map(TokenIssuer::jwk).toList();
        return new JsonObject().put("keys", new JsonArray(keys)).encode();
    }
}
