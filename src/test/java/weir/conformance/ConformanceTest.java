package weir.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import picocli.CommandLine;

import java.io.PrintWriter;
import java.io.StringWriter;

/// What is said of options that are wrong.
class ConformanceTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--frobnicate | Unknown option: '--frobnicate'",
                "--only x | --only: 'x' is neither 7 nor 24-37",
                "--only 24-37,59 | --only: there are rules 1 to 58, not 24-37,59",
                "--only 37-24 | --only: there are rules 1 to 58, not 37-24",
                "--url localhost:7777 | --url is like http://127.0.0.1:7777, not localhost:7777",
                "--url http://127.0.0.1:1 | nobody answers at http://127.0.0.1:1: Connection"
                        + " refused",
                "--whip-path whip | a path begins with /, or is none: whip",
                "--whip-path none --whep-path none | neither WHIP nor WHEP",
            })
    void whatIsWrongIsSaidInOneLine(String options, String said) {
        StringWriter err = new StringWriter();
        CommandLine commandLine = Conformance.commandLine().setErr(new PrintWriter(err));

        int status = commandLine.execute(options.split(" "));

        assertThat(status).isEqualTo(2);
        assertThat(err).hasToString("conformance: " + said + " (see --help)\n");
    }
}
