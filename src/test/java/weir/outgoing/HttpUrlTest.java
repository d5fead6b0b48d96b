package weir.outgoing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.URI;

class HttpUrlTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "ftp://host/",
                "file:///etc/passwd",
                "http:///path",
                "https://user:password@host/",
                "http://host/#part",
                "http://host:0/",
                "http://host:65536/",
                "host/whep",
                "http://ho st/",
                ""
            })
    void readsNoUrlButOfAServerWithoutSecrets(String text) {
        assertThat(HttpUrl.read(text)).isEmpty();
    }

    @Test
    void readsUrlsUpToALength() {
        String path = "http://host/" + "a".repeat(2048 - "http://host/".length());

        assertThat(HttpUrl.read(path)).contains(URI.create(path));
        assertThat(HttpUrl.read(path + "a")).isEmpty();
    }

    @Test
    void aSettingNamesNoUrlOrAGoodOne() {
        HttpUrl.check("some.url", "");
        HttpUrl.check("some.url", "HTTPS://host/path?query=s3cret");

        assertThatThrownBy(() -> HttpUrl.check("some.url", "https://me:s3cret@host/"))
                .hasMessageStartingWith("some.url must be")
                .hasMessageNotContaining("s3cret");
    }

    @ParameterizedTest
    @CsvSource({
        "http://host/a,     http://HOST:80/b,    true",
        "https://host:443/, HTTPS://host/?query, true",
        "http://host/,      https://host/,       false",
        "http://host:8080/, http://host/,        false",
        "http://host/,      http://host.example/, false"
    })
    void anOriginIsSchemeHostAndPort(String one, String other, boolean same) {
        assertThat(HttpUrl.isSameOrigin(URI.create(one), URI.create(other))).isEqualTo(same);
    }

    @Test
    void showsNoQuery() {
        assertThat(HttpUrl.shown("http://host/path?key=s3cret")).isEqualTo("http://host/path?…");
    }
}
