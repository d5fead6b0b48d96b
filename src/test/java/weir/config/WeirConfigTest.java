package weir.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
                "http.host                 | ''",
                "transport.udp-port        | -1, 65536",
                "transport.tcp-port        | -2, 65536",
                "transport.advertise-tcp   | host:0, a b",
                "transport.checks-per-second | 9",
                "transport.tcp-strangers-max | 0",
                "transport.tcp-strangers-per-address-max | 0",
                "transport.tcp-stranger-timeout | 0s",
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
                "session.etag              | weak",
                "session.trickle           | yes",
                "session.ice-restart       | no",
                "ice-servers.urls          | http://a, stun:, stun:a;b, turn:a?transport=tls",
                "ice-servers.username      | a;b, a\"b, a\\b",
                "ice-servers.lifetime      | 0s",
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
                "cascade.grace            | 0s",
                "cluster.port             | 65000"
            })
    void takesWhatIsInRange(String key, String value) throws ConfigException {
        assertThat(read(new ConfigReader().override("--test", key, value))).isNotNull();
    }

    private static WeirConfig read(ConfigReader reader) throws ConfigException {
        return reader.read(WeirConfig.class);
    }
}
