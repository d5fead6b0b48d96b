package weir.srtp;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.security.GeneralSecurityException;
import java.util.Arrays;

import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// The session keys of one direction, for RTP or for RTCP (RFC 3711 §4.3, RFC 7714 §11). A value,
/// and a secret.
///
/// @param encryptionKey     16 bytes
/// @param authenticationKey 20 bytes for HMAC-SHA1, none for an AEAD
/// @param salt              as long as the profile's master salt
record SessionKeys(byte[] encryptionKey, byte[] authenticationKey, byte[] salt) {
    private static final VarHandle INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle SHORT =
            MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
    private static final int BLOCK_LENGTH = 16;
    private static final int LABEL_INDEX = 7;
    private static final int RTP_LABELS = 0;
    private static final int RTCP_LABELS = 3;

    static SessionKeys forRtp(SrtpProfile profile, byte[] masterKey, byte[] masterSalt) {
        return derive(profile, masterKey, masterSalt, RTP_LABELS);
    }

    static SessionKeys forRtcp(SrtpProfile profile, byte[] masterKey, byte[] masterSalt) {
        return derive(profile, masterKey, masterSalt, RTCP_LABELS);
    }

    private static SessionKeys derive(
            SrtpProfile profile, byte[] masterKey, byte[] masterSalt, int labels) {
        if (masterKey.length != SrtpProfile.KEY_LENGTH
                || masterSalt.length != profile.saltLength()) {
            throw new IllegalArgumentException(
                    "%s has a key of %d bytes and a salt of %d, not %d and %d"
                            .formatted(
                                    profile,
                                    SrtpProfile.KEY_LENGTH,
                                    profile.saltLength(),
                                    masterKey.length,
                                    masterSalt.length));
        }
        return new SessionKeys(
                derive(masterKey, masterSalt, labels, SrtpProfile.KEY_LENGTH),
                derive(masterKey, masterSalt, labels + 1, profile.authenticationKeyLength()),
                derive(masterKey, masterSalt, labels + 2, profile.saltLength()));
    }

    /// The key derivation function with a rate of 0: key stream of AES-CM, started at the master
    /// salt with the label mixed in. A salt of 12 bytes is followed by zeros (RFC 7714 §11).
    private static byte[] derive(byte[] masterKey, byte[] masterSalt, int label, int length) {
        byte[] start = Arrays.copyOf(masterSalt, BLOCK_LENGTH);
        start[LABEL_INDEX] ^= (byte) label;
        try {
            Cipher keyStream = Cipher.getInstance("AES/CTR/NoPadding");
            keyStream.init(
                    Cipher.ENCRYPT_MODE,
                    new SecretKeySpec(masterKey, "AES"),
                    new IvParameterSpec(start));
            return keyStream.doFinal(new byte[length]);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Writes the initialization vector of a packet: the salt, with the SSRC in the 4 bytes before
    /// its last 6 and the index in those (RFC 3711 §4.1.1, RFC 7714 §8.1 and §9.1 agree in that).
    ///
    /// @param index 48 bits for RTP, 31 for RTCP
    /// @param into  of which the salt's length is written
    void writeInitializationVector(int ssrc, long index, byte[] into) {
        int end = salt.length;
        System.arraycopy(salt, 0, into, 0, end);
        INT.set(into, end - 10, (int) INT.get(salt, end - 10) ^ ssrc);
        SHORT.set(into, end - 6, (short) ((short) SHORT.get(salt, end - 6) ^ index >>> 32));
        INT.set(into, end - 4, (int) INT.get(salt, end - 4) ^ (int) index);
    }

    @Override
    public String toString() {
        return "SessionKeys";
    }
}
