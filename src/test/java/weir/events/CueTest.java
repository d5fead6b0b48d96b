package weir.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import weir.signaling.Refusal;
import weir.signaling.RefusedException;

import java.util.Base64;

class CueTest {
    /// A section of 4 bytes of content.
    private static final byte[] SECTION = {(byte) 0xfc, 0x30, 4, (byte) 0xff, -2, 0x3f, 4};

    @Test
    void aSectionIsHandedOnAsItCame() throws RefusedException {
        String plain = Base64.getEncoder().encodeToString(SECTION);
        String forUrls = Base64.getUrlEncoder().withoutPadding().encodeToString(SECTION);

        assertThat(Cue.read(" " + plain + "\n").text()).isEqualTo(plain);
        assertThat(Cue.read(forUrls).text()).isEqualTo(forUrls);
    }

    @Test
    void theLongestSectionFits() throws RefusedException {
        byte[] longest = new byte[3 + 0xfff];
        longest[0] = (byte) 0xfc;
        longest[1] = 0x3f;
        longest[2] = (byte) 0xff;
        String text = Base64.getEncoder().encodeToString(longest);

        assertThat(Cue.read(text).text()).isEqualTo(text);
        assertMalformed(text + "AAAA");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "not Base64", "AAAA", "/DAE", "/DAFAAAAAA==", "/DAE\n/z8E"})
    void whatIsNoSectionIsRefused(String text) {
        assertMalformed(text);
    }

    private static void assertMalformed(String text) {
        assertThatThrownBy(() -> Cue.read(text))
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        refused ->
                                assertThat(refused.refusal())
                                        .isInstanceOf(Refusal.CueMalformed.class));
    }
}
