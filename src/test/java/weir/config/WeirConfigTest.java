package weir.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import weir.cluster.Discovery;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

class WeirConfigTest {
    private static final Path FILE = Path.of("conf/weir.yaml");

    @Test
    void theFileHasEachSettingOnceAndNoOther() throws IOException {
        List<String> problems = new ArrayList<>();

        Set<String> written =
                YamlSettings.read(Files.readString(FILE), FILE.toString(), problems::add).keySet();

        assertThat(problems).isEmpty();
        assertThat(written)
                .containsExactlyElementsOf(RecordKeys.of(WeirConfig.class).settings().keySet());
    }

    @Test
    void theFileExplainsEachSetting() throws IOException {
        List<String> lines = Files.readAllLines(FILE);

        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).matches("  [a-z-]+:.*")) {
                assertThat(lines.get(i - 1)).as(lines.get(i)).startsWith("  # ");
            }
        }
    }

    @Test
    void theFilesOwnValuesAreTheDefaults() throws ConfigException {
        assertThat(new ConfigReader().read(WeirConfig.class))
                .isEqualTo(new ConfigReader().file(FILE).read(WeirConfig.class));
    }

    @Test
    void nodesOfOneMachineNeedNoSettings() throws ConfigException {
        assertThat(new ConfigReader().read(WeirConfig.class).cluster().discovery())
                .isEqualTo(Discovery.MACHINE);
    }

    @Test
    void noTwoSettingsHaveTheSameVariable() {
        assertThat(RecordKeys.of(WeirConfig.class).settings().keySet())
                .extracting(ConfigKey::variable)
                .doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "http.port                 | -1, 65536",
                "http.body-max             | 0",
                "http.bodies-max           | 262143",
                "http.answers-max          | 0",
                "http.host                 | ''",
                "http.plain                | no",
                "http.cors-origins         | example.org, https://example.org/, null",
                "http.trusted-proxies      | proxy, 10.0.0.1/8, 10.0.0.0/33",
                "http.access-log           | yes",
                "https.certificate         | /none.pem, /",
                "https.port                | -1, 65536",
                "https.hsts                | -1s",
                "limits.requests-per-second | 0",
                "limits.request-burst      | 0",
                "limits.addresses-max      | 0",
                "limits.exempt             | here, ::/129",
                "limits.sessions-per-address-max | 0",
                "limits.counter-offers-per-address-max | 0",
                "limits.viewers-per-stream-max | 0",
                "limits.connections-max    | 0",
                "limits.connections-per-address-max | 0",
                "limits.header-timeout     | 0s",
                "limits.body-timeout       | 0s",
                "limits.idle-timeout       | 0s",
                "limits.header-max         | 1023",
                "limits.request-line-max   | 511",
                "log.format                | xml",
                "transport.udp-port        | -1, 65536",
                "transport.tcp-port        | -2, 65536",
                "transport.advertise-tcp   | host:0, a b",
                "transport.strangers-per-second | 999",
                "transport.checks-per-second | 9",
                "transport.tcp-strangers-max | 0",
                "transport.tcp-strangers-per-address-max | 0",
                "transport.tcp-stranger-timeout | 0s",
                "transport.tcp-waiting-max | 0",
                "transport.sessions-max    | 0",
                "transport.handshakes-max  | 0",
                "transport.session-timeout | 0s",
                "transport.consent-timeout | 0s",
                "transport.addresses       | 0.0.0.0, host.example, ::, 1.2.3",
                "transport.advertise       | host:0, host:65536, host:, [::1]:0, a b, [host]:1, :1",
                "media.bitrate-min         | 20000001, 21M",
                "media.bitrate-max         | 0",
                "media.stream-limits       | stage, stage=0, stage=2M-1M",
                "stream.instant-start      | sometimes",
                "stream.instant-start-max  | 0s",
                "stream.instant-start-bytes-max | 0",
                "whip.taken                | TAKEOVER",
                "whep.not-live             | never",
                "whep.counter-offer        | sometimes",
                "whep.counter-offer-validity | 999ms, 0s",
                "whep.counter-offers-max   | 0",
                "session.etag              | weak",
                "session.trickle           | yes",
                "session.ice-restart       | no",
                "ice-servers.urls          | http://a, stun:, stun:a;b, turn:a?transport=tls",
                "ice-servers.username      | a;b, a\"b, a\\b",
                "ice-servers.lifetime      | 0s",
                "access.revoked-kept       | 999ms",
                "access.jwt.jwks-url       | ftp://a/, a, http://u:p@a/, http://a/#b, http://",
                "access.jwt.jwks-refresh   | 999ms",
                "access.jwt.jwks-timeout   | 0s",
                "access.jwt.leeway         | 601s",
                "access.webhook.url        | file:/etc/passwd",
                "access.webhook.timeout    | 0s",
                "access.webhook.on-failure | maybe",
                "access.webhook.in-flight-max | 0",
                "access.webhook.cache-max  | 0",
                "cascade.grace             | -1s",
                "cluster.port              | 0, 65536"
            })
    void refusesWhatIsOutOfRange(String key, String values) {
        for (String value : values.split(", *")) {
            ConfigReader reader = new ConfigReader().override("--test", key, value);

            assertThat(catchThrowableOfType(ConfigException.class, () -> read(reader)).problems())
                    .as(value)
                    .singleElement()
                    .asString()
                    .startsWith(key + " must be ")
                    .endsWith(" (--test)");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "http.port                | 0",
                "http.port                | 65535",
                "http.plain               | redirect",
                "http.cors-origins        | https://example.org, http://localhost:8080",
                "http.trusted-proxies     | 10.0.0.0/8, ::1",
                "https.certificate        | self-signed",
                "https.port               | 0",
                "https.hsts               | 0s",
                "limits.exempt            | ''",
                "limits.header-max        | 1024",
                "limits.request-line-max  | 512",
                "log.format               | json",
                "transport.udp-port       | 0",
                "transport.tcp-port       | -1",
                "transport.advertise-tcp  | weir.example:7677, 1.2.3.4, [2001:db8::1]:65535",
                "transport.addresses      | 127.0.0.1, ::1",
                "transport.advertise      | weir.example, 1.2.3.4:1, [2001:db8::1]:65535",
                "transport.advertise      | 2001:db8::1, ::1, [::1]",
                "media.bitrate-min        | 20M",
                "media.bitrate-max        | 1",
                "media.stream-limits      | cam-*=300k-2M, stage=8M",
                "whep.not-live            | wait",
                "whep.counter-offer-validity | 1s",
                "access.tokens            | abc, watch+publish cam-* abc",
                "access.jwt.jwks-url      | https://issuer.example/keys?a=b",
                "access.jwt.leeway        | 10m",
                "access.webhook.url       | http://127.0.0.1:9000/access",
                "cascade.grace            | 0s",
                "cluster.port             | 65000"
            })
    void takesWhatIsInRange(String key, String value) throws ConfigException {
        assertThat(read(new ConfigReader().override("--test", key, value))).isNotNull();
    }

    @Test
    void tokensAndSecretsAreToldToNobody() throws ConfigException {
        WeirConfig config =
                read(
                        new ConfigReader()
                                .override("--test", "access.tokens", "watch * s3cret")
                                .override("--test", "access.jwt.secrets", "s3cret".repeat(6))
                                .override("--test", "access.webhook.url", "http://a/?k=s3cret"));
        ConfigReader wrong =
                new ConfigReader().override("--test", "access.tokens", "look * s3cret");

        assertThat(config.toString()).doesNotContain("s3cret");
        assertThat(catchThrowableOfType(ConfigException.class, () -> read(wrong)).problems())
                .singleElement()
                .asString()
                .startsWith("access.tokens must be ")
                .doesNotContain("s3cret");
    }

    @Test
    void aSecretOfTokensIsAsLongAsItsHashInBytes() throws ConfigException {
        String long31 = "é" + "s3cret-".repeat(4) + "x";
        ConfigReader wrong = new ConfigReader().override("--test", "access.jwt.secrets", long31);

        assertThat(catchThrowableOfType(ConfigException.class, () -> read(wrong)).problems())
                .singleElement()
                .asString()
                .startsWith("access.jwt.secrets must be of 32 bytes or more")
                .contains("is of 31")
                .doesNotContain("s3cret");
        assertThat(read(new ConfigReader().override("--test", "access.jwt.secrets", long31 + "x")))
                .isNotNull();
    }

    private static WeirConfig read(ConfigReader reader) throws ConfigException {
        return reader.read(WeirConfig.class);
    }
}
