package weir.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.Set;

class TextSealTest {
    private static final String MAP = "weir.foreign";
    private static final String KEY = "pull cam https://other.example/whep/cam?token=s3cret";
    private static final String TEXT = "{\"token\":\"s3cret \u00e4\"}";

    private final TextSeal seal = of("the secret");
    private final String name = seal.name(MAP, KEY);
    private final String sealed = seal.seal(MAP, name, TEXT);

    @Test
    void anotherNodeOfTheClusterOpensWhatOneSealed() {
        TextSeal other = of("the secret");

        assertThat(other.name(MAP, KEY)).isEqualTo(name);
        assertThat(other.open(MAP, name, sealed)).contains(TEXT);
    }

    @Test
    void neitherTextNorKeyCanBeSeen() {
        byte[] bytes = bytes(sealed);

        assertThat(new String(bytes, StandardCharsets.ISO_8859_1))
                .doesNotContain("token")
                .doesNotContain("s3cret");
        assertThat(bytes).hasSize(1 + 12 + TEXT.getBytes(StandardCharsets.UTF_8).length + 16);
        assertThat(bytes(name)).hasSize(32);
        assertThat(seal).hasToString("TextSeal");
    }

    @Test
    void noTwoAreSealedAlike() {
        Set<String> nonces = new HashSet<>();
        for (int n = 0; n < 1000; n++) {
            byte[] bytes = bytes(seal.seal(MAP, name, TEXT));
            nonces.add(base64(Arrays.copyOfRange(bytes, 1, 13)));
        }

        assertThat(nonces).hasSize(1000);
    }

    @Test
    void onlyTheSameSecretMapAndKeyOpenIt() {
        TextSeal stranger = of("the secret ");

        assertThat(stranger.name(MAP, KEY)).isNotEqualTo(name);
        assertThat(stranger.open(MAP, name, sealed)).isEmpty();
        assertThat(seal.open(MAP, seal.name(MAP, KEY + "2"), sealed)).isEmpty();
        assertThat(seal.open("weir.other", name, sealed)).isEmpty();
        assertThat(seal.name("weir.other", KEY)).isNotEqualTo(name);
    }

    @Test
    void noBitOfItMayBeChanged() {
        byte[] bytes = bytes(sealed);
        for (int bit = 0; bit < Byte.SIZE * bytes.length; bit++) {
            byte[] changed = bytes.clone();
            changed[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);

            assertThat(seal.open(MAP, name, base64(changed))).as("bit %d", bit).isEmpty();
        }
    }

    @Test
    void noneOfItMayBeMissing() {
        byte[] bytes = bytes(sealed);
        for (int length = 0; length < bytes.length; length++) {
            String less = base64(Arrays.copyOf(bytes, length));

            assertThat(seal.open(MAP, name, less)).as("%d bytes", length).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{\"v\":1,\"token\":\"s3cret\"}", "AQ", "=", "\u00e4\n"})
    void whatWasNeverSealedDoesNotOpen(String text) {
        assertThat(seal.open(MAP, name, text)).isEmpty();
    }

    @Test
    void anEmptyTextIsSealedToo() {
        assertThat(seal.open(MAP, name, seal.seal(MAP, name, ""))).contains("");
    }

    private static TextSeal of(String derived) {
        return TextSeal.of(derived.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] bytes(String base64) {
        return Base64.getUrlDecoder().decode(base64);
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
