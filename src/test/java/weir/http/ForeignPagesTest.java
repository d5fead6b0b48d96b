package weir.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.net.HostAndPort;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;
import java.util.OptionalInt;

class ForeignPagesTest {
    private final ForeignPages pages =
            new ForeignPages(
                    List.of("*", "https://dash.example.org"),
                    new HttpPorts("0.0.0.0", OptionalInt.of(7777), OptionalInt.of(7443)),
                    new Clients(List.of()));

    @ParameterizedTest
    @CsvSource({
        "http://127.0.0.1:7777,         127.0.0.1:7777",
        "http://[2001:db8::1]:7777,     [2001:db8::1]:7777",
        "http://localhost:7777,         localhost:7777",
        "http://weir:7777,              WEIR:7777",
        "http://weir.local,             weir.local",
        "http://weir.home.arpa:80,      weir.home.arpa",
        "https://weir.example.org,      weir.example.org",
        "https://weir.example.org,      weir.example.org:443",
        "https://weir.example.org:444,  weir.example.org:444",
    })
    void aPageOfThisNodeIsWelcome(String origin, String asked) {
        assertThat(isWelcome(origin, asked)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "http://127.0.0.1:7777,         127.0.0.1:7443",
        "https://127.0.0.1:7443,        127.0.0.1:7777",
        "http://127.0.0.1:7777,         127.0.0.1:8000",
    })
    void soIsOneOfItsOtherPort(String origin, String asked) {
        assertThat(isWelcome(origin, asked)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "http://127.0.0.1:8080,         127.0.0.1:7777",
        "http://127.0.0.1,              127.0.0.1:7777",
        "http://127.0.0.2:7777,         127.0.0.1:7777",
        "http://localhost:7777,         127.0.0.1:7777",
        "https://evil.example,          127.0.0.1:7777",
        "https://evil.example:7777,     127.0.0.1:7777",
        "https://dash.example.org:444,  127.0.0.1:7777",
        "https://dash.example.org.evil, 127.0.0.1:7777",
        "http://dash.example.org,       127.0.0.1:7777",
        "chrome-extension://abcdefgh,   127.0.0.1:7777",
        "file://,                       127.0.0.1:7777",
        "null,                          127.0.0.1:7777",
        "'',                            127.0.0.1:7777",
        "http://127.0.0.1:7777/,        127.0.0.1:7777",
        "http://a@127.0.0.1:7777,       127.0.0.1:7777",
        "http://127.0.0.1:99999999999,  127.0.0.1:7777",
        "http://%zz:7777,               127.0.0.1:7777",
        "127.0.0.1:7777,                127.0.0.1:7777",
    })
    void noOtherIsUnlessItIsListed(String origin, String asked) {
        assertThat(isWelcome(origin, asked)).isFalse();
        assertThat(isWelcome("https://dash.example.org", asked)).isTrue();
    }

    /// Its name leads to this node by now, so that the browser takes it for a page of ours.
    @ParameterizedTest
    @CsvSource({
        "http://evil.example:7777,        evil.example:7777",
        "http://localhost.evil.example,   localhost.evil.example",
        "http://127.0.0.1.evil.example:7777, 127.0.0.1.evil.example:7777",
        "http://evillocal.example:7777,   evillocal.example:7777",
    })
    void aNameThatAnybodyMayHaveIsNotBelievedWithoutTls(String origin, String asked) {
        assertThat(isWelcome(origin, asked)).isFalse();
    }

    @Test
    void aRequestThatDoesNotSayWhomItAsksIsOfNoPageOfOurs() {
        assertThat(pages.isWelcome("http://127.0.0.1:7777", List.of())).isFalse();
    }

    private boolean isWelcome(String origin, String asked) {
        return pages.isWelcome(origin, List.of(HostAndPort.parseAuthority(asked, -1)));
    }
}
