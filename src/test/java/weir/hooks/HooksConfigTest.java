package weir.hooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;

class HooksConfigTest {
    @Test
    void isOffUntilSomebodyIsToBeTold() {
        assertThat(config(List.of(), List.of()).isOn()).isFalse();
        assertThat(config(List.of("https://a.example/hook"), List.of()).isOn()).isTrue();
        assertThat(config(List.of(), List.of("/bin/true")).isOn()).isTrue();
    }

    @Test
    void wantsUrlsWithoutPasswordsAndScriptsThatCanBeRun() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> config(List.of("https://me:secret@a.example/"), List.of()))
                .withMessageStartingWith("hooks.urls")
                .withMessageNotContaining("secret");
        for (String wrong : List.of("true", "/bin", "/bin/there-is-none")) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> config(List.of(), List.of(wrong)))
                    .withMessageStartingWith("hooks.scripts")
                    .withMessageEndingWith(wrong);
        }
    }

    @Test
    void neverPrintsTheSecret() {
        assertThat(config(List.of("https://a.example/?key=k"), List.of()).toString())
                .doesNotContain("hunter22", "key");
    }

    @Test
    void signsAsOthersDo() {
        // echo -n '1.{}' | openssl dgst -sha256 -hmac key
        assertThat(WebhookTarget.sign("key", "1.{}"))
                .isEqualTo("1ba6b8171186efc613e8bcc0cbdab2748f24984d7c5a84faa2637afa0e40d224");
    }

    private static HooksConfig config(List<String> urls, List<String> scripts) {
        return new HooksConfig(urls, "hunter22", scripts, Duration.ofSeconds(1), 3, 10, 2);
    }
}
