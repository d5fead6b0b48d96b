package weir.transport;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.security.SecureRandom;

class SessionIdTest {
    @Test
    void readsWhatItWrote() {
        SessionId id = SessionId.create("5f1c-node", new SecureRandom());

        assertThat(SessionId.read(id.text())).contains(id);
        assertThat(id.text()).matches("5f1c-node\\.[A-Za-z0-9_-]{22}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "node", "node.", ".secret"})
    void isNotReadFromAnythingElse(String text) {
        assertThat(SessionId.read(text)).isEmpty();
    }

    @Test
    void aLogLineDoesNotGiveItAway() {
        assertThat(new SessionId("node", "abcdefghijkl")).hasToString("abcdef");
        assertThat(new SessionId("node", "abc")).hasToString("abc");
    }

    @Test
    void noTwoAreTheSame() {
        SecureRandom random = new SecureRandom();

        assertThat(SessionId.create("node", random)).isNotEqualTo(SessionId.create("node", random));
    }
}
