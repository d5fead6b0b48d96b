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
    void itsNameIsItsAloneAndTellsNothingOfTheSecret() {
        SessionId id = new SessionId("node", "a-secret-of-22-characters");

        // printf node.a-secret-of-22-characters | openssl dgst -sha256 -binary | head -c 16 |
        // base64
        assertThat(id.name()).isEqualTo("d4gns44P05cwxuq3F6_bHQ");
        assertThat(id.name()).isNotEqualTo(new SessionId("node", "another").name());
        assertThat(id.name()).isNotEqualTo(new SessionId("n", id.secret()).name());
    }

    @Test
    void noTwoAreTheSame() {
        SecureRandom random = new SecureRandom();

        assertThat(SessionId.create("node", random)).isNotEqualTo(SessionId.create("node", random));
    }
}
