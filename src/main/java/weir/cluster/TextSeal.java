package weir.cluster;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

import javax.crypto.Cipher;
import javax.crypto.KDF;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.HKDFParameterSpec;

/// Seals texts that are secret, before they go where strangers may read and write: Hazelcast's maps
/// and what it sends. Only who has the cluster's secret can make or open one, and one that was put
/// under another key, or into another map, does not open. An old one that is put back does.
///
/// A sealed text is, as Base64 of URLs, a byte 1 for the version, a nonce of 96 random bits, and
/// what AES-256-GCM makes of the text with the map's and the key's name as associated data. Random
/// nonces are good for 2³² texts under one key (NIST SP 800-38D §8.3), far more than a cluster ever
/// has.
///
/// Keys may hold secrets, too (a URL's query), and must be found again: HMAC-SHA-256 of each is
/// what Hazelcast gets. A value, and a secret; any thread.
final class TextSeal {
    private static final byte VERSION = 1;
    private static final int KEY_BYTES = 32;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BYTES = 16;
    private static final String HKDF = "HKDF-SHA256";
    private static final String HMAC = "HmacSHA256";

    private final SecureRandom random = new SecureRandom();
    private final SecretKey sealing;
    private final SecretKey naming;

    private TextSeal(SecretKey sealing, SecretKey naming) {
        this.sealing = sealing;
        this.naming = naming;
    }

    /// HKDF (RFC 5869) makes a key for each purpose of what the slow hash of the secret gave: as
    /// independent as two slow hashes would be, at no price.
    ///
    /// @param derived lent
    static TextSeal of(byte[] derived) {
        try {
            KDF kdf = KDF.getInstance(HKDF);
            return new TextSeal(
                    kdf.deriveKey("AES", purpose(derived, "weir shared texts: seal")),
                    kdf.deriveKey(HMAC, purpose(derived, "weir shared texts: keys")));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HKDF", e);
        }
    }

    private static HKDFParameterSpec purpose(byte[] derived, String label) {
        return HKDFParameterSpec.ofExtract()
                .addIKM(derived)
                .thenExpand(label.getBytes(StandardCharsets.UTF_8), KEY_BYTES);
    }

    /// What stands for a key in the map.
    String name(String map, String key) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(naming);
            return base64(mac.doFinal(place(map, key)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HMAC", e);
        }
    }

    /// @param name of the text in the map
    String seal(String map, String name, String text) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        try {
            byte[] sealed =
                    cipher(Cipher.ENCRYPT_MODE, nonce, map, name)
                            .doFinal(text.getBytes(StandardCharsets.UTF_8));
            return base64(
                    ByteBuffer.allocate(1 + NONCE_BYTES + sealed.length)
                            .put(VERSION)
                            .put(nonce)
                            .put(sealed)
                            .array());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has AES-GCM", e);
        }
    }

    /// @return empty if it was not sealed with this secret for this map and name, or was changed
    Optional<String> open(String map, String name, String sealed) {
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(sealed);
            if (bytes.length < 1 + NONCE_BYTES + TAG_BYTES || bytes[0] != VERSION) {
                return Optional.empty();
            }
            int begin = 1 + NONCE_BYTES;
            byte[] text =
                    cipher(Cipher.DECRYPT_MODE, Arrays.copyOfRange(bytes, 1, begin), map, name)
                            .doFinal(bytes, begin, bytes.length - begin);
            return Optional.of(new String(text, StandardCharsets.UTF_8));
        } catch (GeneralSecurityException | IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private Cipher cipher(int mode, byte[] nonce, String map, String name)
            throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, sealing, new GCMParameterSpec(Byte.SIZE * TAG_BYTES, nonce));
        cipher.updateAAD(place(map, name));
        return cipher;
    }

    /// No map's name has a line's end.
    private static byte[] place(String map, String key) {
        return (map + "\n" + key).getBytes(StandardCharsets.UTF_8);
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    @Override
    public String toString() {
        return "TextSeal";
    }
}
