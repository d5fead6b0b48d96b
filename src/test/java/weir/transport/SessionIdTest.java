package weir.transport;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.security.SecureRandom;

class SessionIdTest {
    @Test
    void readsWhatItWrote() {
        SessionId id = SessionId.create("5f1c-node", SessionRole.PUBLISHER, new SecureRandom());

        assertThat(SessionId.read(id.text())).contains(id);
        assertThat(id.text()).matches("5f1c-node\\.[A-Za-z0-9_-]{22}p");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "node", "node.", ".secretv", "node.v", "node.secret"})
    void isNotReadFromAnythingElse(String text) {
        assertThat(SessionId.read(text)).isEmpty();
    }

    @Test
    void aLogLineDoesNotGiveItAway() {
        assertThat(viewer("node", "abcdefghijkl")).hasToString("abcdef");
        assertThat(viewer("node", "abc")).hasToString("abc");
    }

    @Test
    void itsNameIsItsAloneAndTellsNothingOfTheSecret() {
        SessionId id = viewer("node", "a-secret-of-22-characters");

        // printf node.a-secret-of-22-charactersv | openssl dgst -sha256 -binary | head -c 16 |
        // base64
        assertThat(id.name()).isEqualTo("Wb-9S9Hy3jR9mDt919PmKQ");
        assertThat(id.name()).isNotEqualTo(viewer("node", "another").name());
        assertThat(id.name()).isNotEqualTo(viewer("n", id.secret()).name());
    }

    @Test
    void withAnotherRoleItIsAnother() {
        SessionId viewer = SessionId.create("node", SessionRole.VIEWER, new SecureRandom());
        String changed = viewer.text().replaceFirst("v$", "p");

        SessionId read = SessionId.read(changed).orElseThrow();

        assertThat(read.role()).isEqualTo(SessionRole.PUBLISHER);
        assertThat(read).isNotEqualTo(viewer);
        assertThat(read.text()).isNotEqualTo(viewer.text());
    }

    /// As ids once were: none of them is taken for one with a role.
    @Test
    void noSecretEndsAsIfItHadARole() {
        SecureRandom random = new SecureRandom();
        for (int i = 0; i < 1000; i++) {
            String secret = SessionId.create("node", SessionRole.VIEWER, random).secret();

            assertThat(SessionId.read("node." + secret)).isEmpty();
        }
    }

    @Test
    void noTwoAreTheSame() {
        SecureRandom random = new SecureRandom();

        assertThat(SessionId.create("node", SessionRole.VIEWER, random))
                .isNotEqualTo(SessionId.create("node", SessionRole.VIEWER, random));
    }

    private static SessionId viewer(String node, String secret) {
        return new SessionId(node, secret, SessionRole.VIEWER);
    }
}
