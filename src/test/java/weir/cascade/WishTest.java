package weir.cascade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;

class WishTest {
    private static final URI URL = URI.create("https://live.example.org:8443/whep/cam?key=s3cret");

    @Test
    void comesBackFromTheTextThatNodesKeep() {
        Wish wish = new Wish("cam", Way.PULL, URL, Optional.of("t0ken"));

        assertThat(Wish.read(wish.text())).contains(wish);
        assertThat(Wish.read("{\"v\":1,\"way\":\"pull\",\"stream\":\"cam\"}")).isEmpty();
        assertThat(Wish.read("no JSON")).isEmpty();
    }

    @Test
    void tellsNoSecret() {
        Wish wish = new Wish("cam", Way.PUSH, URL, Optional.of("t0ken"));

        assertThat(wish.toString())
                .isEqualTo("push of cam, https://live.example.org:8443/whep/cam");
    }

    @ParameterizedTest
    @CsvSource({
        "live.example.org, true",
        "LIVE.Example.Org, true",
        "a.cdn.example.net, true",
        "cdn.example.net, false",
        "evilcdn.example.net, false",
        "example.org, false",
    })
    void hostsAreAllowedByNameOrByDomain(String host, boolean allowed) {
        AllowedHosts hosts = new AllowedHosts(List.of("live.example.org", "*.cdn.example.net"));

        assertThat(hosts.permits(URI.create("http://" + host + "/x"))).isEqualTo(allowed);
        assertThat(new AllowedHosts(List.of()).permits(URI.create("http://x/"))).isTrue();
    }

    @Test
    void theConfigSaysWhichOfItsEntriesIsWrongWithoutItsUrl() {
        assertThatThrownBy(() -> sources(List.of(), "cam=https://user:pass@host/"))
                .hasMessageContaining("cascade.sources must be name=")
                .hasMessageContaining("'cam'")
                .hasMessageNotContaining("pass@");
        assertThatThrownBy(() -> sources(List.of("other"), "cam=https://host/"))
                .hasMessageContaining("cascade.allowed-hosts");
        assertThatThrownBy(() -> sources(List.of(), "cam=http://a/", "cam=http://b/"))
                .hasMessageContaining("each stream once");
        assertThat(sources(List.of("host"), "cam=https://host/").sources()).hasSize(1);
    }

    private static CascadeConfig sources(List<String> allowed, String... sources) {
        return new CascadeConfig(Duration.ZERO, List.of(sources), List.of(), "", allowed, 1, 1);
    }

    @Test
    void tokensAreFoundByHostAndPort(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("tokens");
        Files.writeString(file, "# ours\nlive.example.org:8443 t0ken\n\nother an0ther\n");

        TokenFile tokens = TokenFile.read(file.toString());

        assertThat(tokens.find(URL)).contains("t0ken");
        assertThat(tokens.find(URI.create("http://OTHER/x"))).contains("an0ther");
        assertThat(tokens.find(URI.create("http://live.example.org/x"))).isEmpty();
        assertThat(tokens.toString()).doesNotContain("t0ken");
        Files.writeString(file, "other\n");
        assertThatThrownBy(() -> TokenFile.read(file.toString())).hasMessageContaining(":1 must");
    }

    @Test
    void waitsLongerAfterEachFailureUpToHalfAMinute() {
        RetryDelay delay = new RetryDelay(new Random(1));

        for (long seconds : new long[] {1, 2, 4, 8, 16, 30, 30, 30}) {
            assertThat(delay.onFailure())
                    .isBetween(Duration.ofMillis(seconds * 500), Duration.ofSeconds(seconds));
        }
        delay.onSuccess();
        assertThat(delay.onFailure()).isLessThanOrEqualTo(Duration.ofSeconds(1));
        assertThat(delay.onToldToWait(Duration.ofHours(1)))
                .isBetween(Duration.ofSeconds(30), Duration.ofSeconds(45));
    }
}
