package weir.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CorsTest {
    @ParameterizedTest
    @CsvSource({
        "https://example.org, true",
        "http://localhost:8080, true",
        "https://[2001:db8::1]:8443, true",
        "capacitor://localhost, true",
        "https://example.org/, false",
        "https://Example.org, false",
        "https://*.example.org, false",
        "example.org, false",
        "null, false"
    })
    void anOriginIsASchemeAndAHostInLowerCaseAndAPort(String text, boolean is) {
        assertThat(Cors.isOrigin(text)).isEqualTo(is);
    }
}
