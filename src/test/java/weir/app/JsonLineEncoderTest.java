package weir.app;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;

import io.vertx.core.json.JsonObject;

import org.junit.jupiter.api.Test;
import org.slf4j.event.KeyValuePair;

import java.nio.charset.StandardCharsets;
import java.time.Instant;

class JsonLineEncoderTest {
    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00.123Z");

    @Test
    void aLineIsAnObjectWithItsArgumentsFilledIn() {
        LoggingEvent event = event("{} of {} said \"no\"\nand went", null, 1, 2);

        assertThat(line(event))
                .isEqualTo(
                        new JsonObject()
                                .put("time", "2026-11-21T12:00:00.123Z")
                                .put("level", "WARN")
                                .put("logger", "weir.some.Thing")
                                .put("thread", "loop 1")
                                .put("message", "1 of 2 said \"no\"\nand went"));
    }

    @Test
    void whatIsNamedByKeyIsAMemberOfItsOwn() {
        LoggingEvent event = event("a request", null);
        event.addKeyValuePair(new KeyValuePair("status", 404));
        event.addKeyValuePair(new KeyValuePair("again", true));
        event.addKeyValuePair(new KeyValuePair("level", Level.INFO));
        event.addKeyValuePair(new KeyValuePair("absent", null));

        JsonObject line = line(event);

        assertThat(line.getInteger("status")).isEqualTo(404);
        assertThat(line.getBoolean("again")).isTrue();
        assertThat(line.getString("level")).isEqualTo("INFO");
        assertThat(line.getString("absent")).isEqualTo("null");
    }

    @Test
    void whatWasThrownHasItsTraceAndItsCause() {
        Exception thrown = new IllegalStateException("late", new ArithmeticException("of this"));

        assertThat(line(event("it failed", thrown)).getString("stackTrace"))
                .startsWith("java.lang.IllegalStateException: late")
                .contains("whatWasThrownHasItsTraceAndItsCause")
                .contains("Caused by: java.lang.ArithmeticException: of this");
    }

    private static LoggingEvent event(String message, Throwable thrown, Object... arguments) {
        LoggingEvent event =
                new LoggingEvent(
                        JsonLineEncoderTest.class.getName(),
                        new LoggerContext().getLogger("weir.some.Thing"),
                        Level.WARN,
                        message,
                        thrown,
                        arguments);
        event.setThreadName("loop 1");
        event.setInstant(NOON);
        return event;
    }

    /// Reads what is one line, and nothing else.
    private static JsonObject line(LoggingEvent event) {
        String text = new String(new JsonLineEncoder().encode(event), StandardCharsets.UTF_8);
        assertThat(text).endsWith("}\n").containsOnlyOnce("\n");
        return new JsonObject(text);
    }
}
