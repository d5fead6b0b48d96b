package weir.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.List;

class AccessLogTest {
    @Test
    void showsOnlyTheBeginningOfASessionsSecret() {
        AccessLog.Subject subject =
                AccessLog.Subject.of("/session/cam/0a1b-node.AbCdEfGhIjKlMnOp/layer");

        assertThat(subject)
                .isEqualTo(new AccessLog.Subject("/session/cam/AbCdEf…/layer", "cam", "AbCdEf"));
    }

    /// The router takes them for the same path.
    @Test
    void isNotFooledByOtherWaysToWriteThePath() {
        for (String path :
                List.of(
                        "//session/cam/node.AbCdEfGhIjKlMnOp",
                        "/./session/cam/node.AbCdEfGhIjKlMnOp",
                        "/x/../session/cam/node.AbCdEfGhIjKlMnOp",
                        "/%73ession/cam/node%2EAbCdEfGhIjKlMnOp")) {
            assertThat(AccessLog.Subject.of(path).path()).isEqualTo("/session/cam/AbCdEf…");
        }
    }

    @Test
    void showsWhatIsNoPathAsItIs() {
        assertThat(AccessLog.Subject.of("/a%zz").path()).isEqualTo("/a%zz");
        assertThat(AccessLog.Subject.of("*").path()).isEqualTo("*");
        assertThat(AccessLog.Subject.of("-").path()).isEqualTo("-");
    }

    @Test
    void knowsTheStreamOfAnEndpoint() {
        assertThat(AccessLog.Subject.of("/whep/cam"))
                .isEqualTo(new AccessLog.Subject("/whep/cam", "cam", "-"));
        assertThat(AccessLog.Subject.of("/api/streams"))
                .isEqualTo(new AccessLog.Subject("/api/streams", "-", "-"));
    }

    @Test
    void shortensWhatIsLong() {
        assertThat(AccessLog.Subject.of("/" + "x".repeat(5000)).path()).hasSize(256);
    }
}
