package weir.app;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.LoggingEvent;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/// The log as people read it, by the settings that the program comes with.
class TextLineTest {
    @Test
    void isOneLineWhateverAClientWrites() throws IOException {
        assertThat(line("GET /a\n12:00:00.000 ERROR Node: it burns\r\tnow"))
                .endsWith(" INFO  Thing: GET /a?12:00:00.000 ERROR Node: it burns??now\n");
    }

    @Test
    void tellsTerminalsNothing() throws IOException {
        assertThat(line("GET /\u001b[31m \u009b31m \u0007 größer…"))
                .endsWith(" INFO  Thing: GET /?[31m ?31m ? größer…\n");
    }

    private static String line(String message) throws IOException {
        LoggerContext context = new LoggerContext();
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setContext(context);
        encoder.setCharset(StandardCharsets.UTF_8);
        encoder.setPattern(pattern());
        encoder.start();
        LoggingEvent event = new LoggingEvent();
        event.setLoggerContext(context);
        event.setLoggerName("weir.some.Thing");
        event.setLevel(Level.INFO);
        event.setMessage(message);
        return new String(encoder.encode(event), StandardCharsets.UTF_8);
    }

    private static String pattern() throws IOException {
        try (InputStream file = TextLineTest.class.getResourceAsStream("/logback-text.xml")) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .replaceFirst("(?s).*<pattern>(.*)</pattern>.*", "$1");
        }
    }
}
