package weir.srtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import static weir.srtp.Packets.hex;
import static weir.srtp.SrtpProfile.AEAD_AES_128_GCM;
import static weir.srtp.SrtpProfile.AES128_CM_HMAC_SHA1_80;

import org.junit.jupiter.api.Test;

class SessionKeysTest {
    private static final byte[] MASTER_KEY = hex("E1F97A0D3E018BE0D64FA32C06DE4139");
    private static final byte[] MASTER_SALT = hex("0EC675AD498AFEEBB6960B3AABE6");

    @Test
    void derivesTheKeysOfRfc3711AppendixB3() {
        SessionKeys keys = SessionKeys.forRtp(AES128_CM_HMAC_SHA1_80, MASTER_KEY, MASTER_SALT);

        assertThat(keys.encryptionKey()).isEqualTo(hex("C61E7A93744F39EE10734AFE3FF7A087"));
        assertThat(keys.salt()).isEqualTo(hex("30CBBC08863D8C85D49DB34A9AE1"));
        assertThat(keys.authenticationKey())
                .isEqualTo(hex("CEBE321F6FF7716B6FD4AB49AF256A156D38BAA4"));
    }

    @Test
    void derivesOtherKeysForRtcp() {
        SessionKeys keys = SessionKeys.forRtcp(AES128_CM_HMAC_SHA1_80, MASTER_KEY, MASTER_SALT);

        assertThat(keys.encryptionKey()).isEqualTo(hex("4c1aa45a81f73d61c800bbb00fbb1eaa"));
        assertThat(keys.salt()).isEqualTo(hex("9581c7ad87b3e530bf3e4454a8b3"));
        assertThat(keys.authenticationKey())
                .isEqualTo(hex("8d54534feb49ae8e7993a6bd0b844fc323a93dfd"));
    }

    @Test
    void anAeadHasASaltOf12BytesAndNoAuthenticationKey() {
        byte[] salt = hex("0EC675AD498AFEEBB6960B3A");

        SessionKeys keys = SessionKeys.forRtp(AEAD_AES_128_GCM, MASTER_KEY, salt);

        assertThat(keys.encryptionKey()).hasSize(16);
        assertThat(keys.salt()).hasSize(12);
        assertThat(keys.authenticationKey()).isEmpty();
    }

    @Test
    void refusesAMasterSaltOfTheOtherProfile() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SessionKeys.forRtp(AEAD_AES_128_GCM, MASTER_KEY, MASTER_SALT));
    }

    @Test
    void mixesSsrcAndIndexIntoTheSaltAsRfc7714Section16Does() {
        SessionKeys keys =
                new SessionKeys(new byte[16], new byte[0], hex("51756964 2070726f 2071756f"));
        byte[] nonce = new byte[12];

        keys.writeInitializationVector(0x5501a0b2, 0xf17b, nonce);

        assertThat(nonce).isEqualTo(hex("51753c65 80c2726f 20718414"));
    }

    @Test
    void doesNotPrintAKey() {
        assertThat(SessionKeys.forRtp(AES128_CM_HMAC_SHA1_80, MASTER_KEY, MASTER_SALT))
                .hasToString("SessionKeys");
    }
}
