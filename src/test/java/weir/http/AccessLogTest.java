package weir.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AccessLogTest {
    @Test
    void showsOnlyTheBeginningOfASessionsSecret() {
        AccessLog.Subject subject =
                AccessLog.Subject.of("/session/cam/0a1b-node.AbCdEfGhIjKlMnOp/layer");

        assertThat(subject)
                .isEqualTo(new AccessLog.Subject("/session/cam/AbCdEf…/layer", "cam", "AbCdEf"));
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
