package weir.stun;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// What signs a message (MESSAGE-INTEGRITY, RFC 8489 §14.5). A value, and a secret.
public final class StunKey {
    static final int INTEGRITY_LENGTH = 20;

    private static final String ALGORITHM = "HmacSHA1";

    private final SecretKeySpec key;

    StunKey(byte[] key) {
        this.key = new SecretKeySpec(key, ALGORITHM);
    }

    /// The key of a short-term credential (RFC 8489 §9.1.1): the password itself.
    ///
    /// @param password not empty; ICE's are ASCII, so that nothing needs preparing
    public static StunKey shortTerm(String password) {
        return new StunKey(password.getBytes(StandardCharsets.UTF_8));
    }

    /// The signature of the first bytes of a message, as if MESSAGE-INTEGRITY followed them and
    /// were the last attribute, which is what the length in the header must say for it.
    ///
    /// @param length of the bytes before MESSAGE-INTEGRITY, 20 or more
    byte[] sign(byte[] message, int length) {
        int signedLength =
                length
                        - StunMessage.HEADER_LENGTH
                        + StunMessage.ATTRIBUTE_HEADER
                        + INTEGRITY_LENGTH;
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            mac.update(message, 0, 2);
            mac.update((byte) (signedLength >> 8));
            mac.update((byte) signedLength);
            mac.update(message, 4, length - 4);
            return mac.doFinal();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HmacSHA1", e);
        }
    }

    @Override
    public String toString() {
        return "StunKey";
    }
}
