package weir.signaling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;

class IceServersTest {
    private static final List<String> URLS =
            List.of(
                    "turns:relay.example:5349?transport=tcp",
                    "turn:relay.example:3478?transport=udp",
                    "stun:stun.example");

    private static final long NOW_MILLIS = 1_700_000_000_000L;

    @Test
    void tellsOfOneServerInEachLinkTurnBeforeTurns() {
        IceServers servers = new IceServers(config(URLS, "user", "word", ""));

        assertThat(servers.links("abc", NOW_MILLIS))
                .containsExactly(
                        "<stun:stun.example>; rel=\"ice-server\"",
                        "<turn:relay.example:3478?transport=udp>; rel=\"ice-server\";"
                                + " username=\"user\"; credential=\"word\";"
                                + " credential-type=\"password\"",
                        "<turns:relay.example:5349?transport=tcp>; rel=\"ice-server\";"
                                + " username=\"user\"; credential=\"word\";"
                                + " credential-type=\"password\"");
    }

    /// The credential is what `printf 1700003600:abc | openssl dgst -sha1 -hmac shared -binary |
    /// base64` prints.
    @Test
    void givesEachSessionCredentialsThatEnd() {
        IceServers servers =
                new IceServers(config(List.of("turn:relay.example"), "", "", "shared"));

        assertThat(servers.links("abc", NOW_MILLIS))
                .containsExactly(
                        "<turn:relay.example>; rel=\"ice-server\"; username=\"1700003600:abc\";"
                                + " credential=\"FwTzZ8zh5Vxal/j+xRXJy0FzL28=\";"
                                + " credential-type=\"password\"");
        assertThat(servers.links("abd", NOW_MILLIS)).isNotEqualTo(servers.links("abc", NOW_MILLIS));
    }

    @Test
    void noneIsToldOfByDefault() {
        assertThat(new IceServers(config(List.of(), "", "", "")).links("abc", 0)).isEmpty();
    }

    @Test
    void turnNeedsCredentialsOfOneKind() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> config(URLS, "", "", ""))
                .withMessageContaining("ice-servers.secret");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> config(URLS, "user", "", ""))
                .withMessageContaining("ice-servers.secret");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> config(URLS, "user", "word", "shared"))
                .withMessageContaining("must be empty");
    }

    @Test
    void nothingThatIsSecretIsShown() {
        assertThat(config(URLS, "user", "word", "").toString()).doesNotContain("word");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> config(URLS, "user", "hidden,word", ""))
                .withMessageNotContaining("hidden");
    }

    private static IceServersConfig config(
            List<String> urls, String username, String password, String secret) {
        return new IceServersConfig(urls, username, password, secret, Duration.ofHours(1));
    }
}
