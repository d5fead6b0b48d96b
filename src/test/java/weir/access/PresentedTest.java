package weir.access;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.Optional;
import java.util.Random;

class PresentedTest {
    private static final Presented TOKEN = new Presented.Token("abc.-_~+/123==");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Bearer abc.-_~+/123==",
                "bearer abc.-_~+/123==",
                "BEARER   abc.-_~+/123==",
                " Bearer abc.-_~+/123== "
            })
    void theSchemesCaseDoesNotMatter(String header) {
        assertThat(read(header)).isEqualTo(TOKEN);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "Bearer",
                "Bearer ",
                "Bearer a b",
                "Bearer a,b",
                "Bearer \"abc\"",
                "Bearer äbc",
                "Bearer =abc",
                "Bearer\tabc",
                "Basic dXNlcjpwYXNzd29yZA==",
                "abc",
                "Bearerabc"
            })
    void whatIsNoBearerTokenIsNonsense(String header) {
        assertThat(read(header)).isEqualTo(new Presented.Nonsense());
    }

    @Test
    void aTokenAloneIsTakenIfItMayBe() {
        AccessConfig raw = AccessSettings.of("access.raw-token", "true");

        assertThat(Presented.read(header("abc.-_~+/123=="), raw)).isEqualTo(TOKEN);
        assertThat(Presented.read(header("Bearer abc.-_~+/123=="), raw)).isEqualTo(TOKEN);
        assertThat(Presented.read(header("Basic abc"), raw)).isEqualTo(new Presented.Nonsense());
        assertThat(Presented.read(header("bearer "), raw)).isEqualTo(new Presented.Nonsense());
    }

    @Test
    void aTokenInTheUrlIsTakenIfItMayBeAndTheHeaderWins() {
        AccessConfig query = AccessSettings.of("access.query-token", "true");
        Attempt both = Attempts.with(List.of("Bearer other"), Optional.of("abc"));
        Attempt url = Attempts.with(List.of(), Optional.of("abc"));
        Attempt empty = Attempts.with(List.of(), Optional.of(""));

        assertThat(Presented.read(url, query)).isEqualTo(new Presented.Token("abc"));
        assertThat(Presented.read(both, query)).isEqualTo(new Presented.Token("other"));
        assertThat(Presented.read(empty, query)).isEqualTo(new Presented.Nothing());
        assertThat(Presented.read(url, AccessSettings.none())).isEqualTo(new Presented.Nothing());
    }

    @Test
    void twoHeadersAndOneThatIsTooLongAreNonsense() {
        Attempt two = Attempts.with(List.of("Bearer a", "Bearer a"), Optional.empty());

        assertThat(Presented.read(two, AccessSettings.none())).isEqualTo(new Presented.Nonsense());
        assertThat(read("Bearer " + "a".repeat(8185))).isInstanceOf(Presented.Token.class);
        assertThat(read("Bearer " + "a".repeat(8186))).isEqualTo(new Presented.Nonsense());
    }

    @Test
    void aTokenIsNotTold() {
        assertThat(TOKEN.toString()).doesNotContain("abc");
    }

    /// Any text is a token or nonsense, and as JWT is read or not: nothing is thrown.
    @ParameterizedTest
    @MethodSource("weir.testkit.Seeds#thousand")
    void anyHeaderIsReadOrIsNonsense(long seed) {
        Random random = new Random(seed);
        String alphabet = "Bearer \t=.,;\"\\%{}[]:eyJ\u00e4\u0000\uD800aZ09-_~+/";
        StringBuilder text = new StringBuilder(random.nextBoolean() ? "Bearer " : "");
        random.ints(random.nextInt(60), 0, alphabet.length())
                .forEach(i -> text.append(alphabet.charAt(i)));

        assertThat(read(text.toString()))
                .isInstanceOfAny(Presented.Token.class, Presented.Nonsense.class);
        assertThat(TokenClaims.read(text.toString())).isEmpty();
    }

    private static Presented read(String header) {
        return Presented.read(header(header), AccessSettings.none());
    }

    private static Attempt header(String header) {
        return Attempts.with(List.of(header), Optional.empty());
    }
}
