package weir.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import weir.rtp.Bitrate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

class ConfigReaderTest {
    enum Shape {
        ROUND,
        VERY_FLAT
    }

    record Pond(int depthMax, Duration fillTime, Bitrate inflow, Shape shape, List<String> fish) {
        Pond {
            if (depthMax < 1) {
                throw new IllegalArgumentException("pond.depth-max must be 1+, is " + depthMax);
            }
            if (fillTime.isZero()) {
                throw new IllegalArgumentException("pond.fill-time must be positive, is 0");
            }
        }
    }

    record Gate(String secret, boolean open, long keeper) {
        Gate {
            if (!secret.isEmpty() && secret.length() < 8) {
                throw new IllegalArgumentException("gate.secret must be long, is " + secret);
            }
            if (secret.length() == 13) {
                throw new IllegalArgumentException("no gate takes 13 letters: " + secret);
            }
        }
    }

    record Garden(Pond pond, Gate gate) {}

    private static final String DEFAULTS =
            """
            pond:
              depth-max: 3
              fill-time: 5m
              inflow: 2.5M
              shape: round
              fish: [carp]
            gate:
              secret: ""
              open: false
              keeper: 5000000000
            """;

    private static final Garden DEFAULT =
            new Garden(
                    new Pond(
                            3,
                            Duration.ofMinutes(5),
                            new Bitrate(2_500_000),
                            Shape.ROUND,
                            List.of("carp")),
                    new Gate("", false, 5_000_000_000L));

    @TempDir private Path folder;

    private ConfigReader reader;

    @BeforeEach
    void readTheDefaults() {
        reader = new ConfigReader(DEFAULTS);
    }

    @Test
    void takesDefaultsForAllThatIsNotWritten() throws Exception {
        assertThat(reader.read(Garden.class)).isEqualTo(DEFAULT);
        assertThat(reader.file(yaml("")).read(Garden.class)).isEqualTo(DEFAULT);
        assertThat(reader.file(yaml("pond:\n")).read(Garden.class)).isEqualTo(DEFAULT);
    }

    @Test
    void readsEachTypeFromAFile() throws Exception {
        reader.file(
                yaml(
                        """
                        pond:
                          depth-max: 7
                          fill-time: 500ms
                          inflow: 600k
                          shape: very-flat
                          fish: [pike, "1"]
                        gate: {secret: 0123456789, open: true, keeper: -1}
                        """));

        assertThat(reader.read(Garden.class))
                .isEqualTo(
                        new Garden(
                                new Pond(
                                        7,
                                        Duration.ofMillis(500),
                                        new Bitrate(600_000),
                                        Shape.VERY_FLAT,
                                        List.of("pike", "1")),
                                new Gate("0123456789", true, -1)));
    }

    @Test
    void readsVariablesAndTheirListsHaveCommas() throws Exception {
        reader.environment(
                Map.of("WEIR_POND_DEPTH_MAX", "8", "WEIR_POND_FISH", "pike, eel", "HOME", "/"));

        Pond pond = reader.read(Garden.class).pond();

        assertThat(pond.depthMax()).isEqualTo(8);
        assertThat(pond.fish()).containsExactly("pike", "eel");
    }

    @Test
    void readsAnEmptyTextAsAnEmptyList() throws Exception {
        reader.environment(Map.of("WEIR_POND_FISH", ""));

        assertThat(reader.read(Garden.class).pond().fish()).isEmpty();
    }

    @Test
    void theOptionWinsOverTheVariableAndTheVariableOverTheFile() throws Exception {
        reader.override("--depth", "pond.depth-max", "13")
                .environment(Map.of("WEIR_POND_DEPTH_MAX", "12", "WEIR_POND_FILL_TIME", "12s"))
                .file(yaml("pond: {depth-max: 11, fill-time: 11s, inflow: 11k}"));

        Pond pond = reader.read(Garden.class).pond();

        assertThat(pond.depthMax()).isEqualTo(13);
        assertThat(pond.fillTime()).isEqualTo(Duration.ofSeconds(12));
        assertThat(pond.inflow()).isEqualTo(new Bitrate(11_000));
    }

    @Test
    void tellsAllProblemsAtOnceEachWithKeyRuleValueAndOrigin() throws Exception {
        Path file = yaml("pond: {depth-max: 0, fill-time: 0s, inflow: [1k]}\ngate: {opne: true}");
        reader.file(file)
                .environment(Map.of("WEIR_GATE_KEEPER", "Ann"))
                .override("--shape", "pond.shape", "square");

        assertThat(problems())
                .containsExactly(
                        "gate.opne is no setting; did you mean gate.open? (" + file + ")",
                        "pond.inflow must be a bit rate such as 600k or 2.5M, is [1k] ("
                                + file
                                + ")",
                        "pond.shape must be one of round, very-flat, is 'square' (--shape)",
                        "pond.depth-max must be 1+, is 0 (" + file + ")",
                        "pond.fill-time must be positive, is 0 (" + file + ")",
                        "gate.keeper must be a whole number, is 'Ann' (WEIR_GATE_KEEPER)");
    }

    @Test
    void refusesTypesThatDoNotFit() throws Exception {
        Path file =
                yaml("pond: {depth-max: 2147483648, fill-time: 5, fish: [[a]]}\ngate: {open: yes}");

        assertThat(problems(reader.file(file)))
                .extracting(problem -> problem.split(",")[0])
                .containsExactly(
                        "pond.fish must be a list of texts",
                        "pond.depth-max must be a whole number",
                        "pond.fill-time must be a time such as 500ms",
                        "gate.open must be true or false");
    }

    @Test
    void suggestsAKeyThatStandsInAnotherSectionOrIsSpeltOtherwise() throws Exception {
        reader.file(yaml("open: true\ngate: {depth_max: 1}\npond: {fillTime: 1s, qqqqqqqqqq: 1}"));

        assertThat(problems())
                .extracting(problem -> problem.replaceFirst(" \\(.*", ""))
                .containsExactly(
                        "open is no setting; did you mean gate.open?",
                        "gate.depth_max is no setting; did you mean pond.depth-max?",
                        "pond.fillTime is no setting; did you mean pond.fill-time?",
                        "pond.qqqqqqqqqq is no setting");
    }

    @Test
    void refusesAVariableThatOnlyLooksLikeASetting() {
        reader.environment(Map.of("WEIR_POND_DEPHT_MAX", "1", "WEIR_LOG", "debug", "PONDS", "1"));

        assertThat(problems())
                .containsExactly(
                        "WEIR_POND_DEPHT_MAX is no setting; did you mean WEIR_POND_DEPTH_MAX?");
    }

    @Test
    void refusesATextWhereASectionMustBe() throws Exception {
        assertThat(problems(reader.file(yaml("pond: deep"))))
                .singleElement()
                .asString()
                .startsWith("pond must be a section with keys, is 'deep'");
    }

    @Test
    void neverShowsASecret() throws Exception {
        reader.file(yaml("gate: {secret: hunter2, sercet: hunter3}"))
                .override("--s", "gate.secret", "hunter4");

        assertThat(problems())
                .hasSize(2)
                .noneMatch(problem -> problem.contains("hunter"))
                .contains("gate.secret must be long (--s)");
    }

    @Test
    void neverShowsASecretThatARecordQuotesElsewhere() {
        reader.override("--s", "gate.secret", "hunter2hunter");

        assertThat(problems())
                .containsExactly("gate.secret breaks a rule of its section, is not shown");
    }

    @Test
    void neverShowsASecretThatIsNoYaml() throws Exception {
        assertThat(problems(reader.file(yaml("gate:\n  secret: *hunter2\n"))))
                .singleElement()
                .asString()
                .endsWith("config.yaml must be YAML, is not at line 2");
    }

    @Test
    void tellsWhereAFileIsNoYaml() throws Exception {
        assertThat(problems(reader.file(yaml("pond:\n  depth-max: 1\n  depth-max: 2\n"))))
                .singleElement()
                .asString()
                .contains("must be YAML, is not at line 3: ")
                .contains("depth-max");
    }

    @Test
    void tellsThatAFileIsNotThereOrHoldsNoKeys() throws Exception {
        assertThat(problems(reader.file(folder.resolve("none.yaml")).file(yaml("just a text"))))
                .extracting(problem -> problem.replaceFirst("^.*/", ""))
                .containsExactly(
                        "none.yaml must be a file, is not there",
                        "config.yaml must hold sections with keys, holds none");
    }

    private Path yaml(String text) throws IOException {
        return Files.writeString(folder.resolve("config.yaml"), text);
    }

    private List<String> problems() {
        return problems(reader);
    }

    private static List<String> problems(ConfigReader reader) {
        return catchThrowableOfType(ConfigException.class, () -> reader.read(Garden.class))
                .problems();
    }
}
