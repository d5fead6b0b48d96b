package weir.app;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.encoder.EncoderBase;

import io.vertx.core.json.JsonObject;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// Each line of the log as a JSON object in a line: its time (ISO 8601, UTC), level, logger, thread
/// and message, its stack trace if it has one, and whatever the line names by key and value as
/// members of their own. Logback's own `JsonEncoder` makes a list of texts of those.
///
/// Logback makes it, told by `logback-json.xml`.
public final class JsonLineEncoder extends EncoderBase<ILoggingEvent> {
    private static final byte[] NOTHING = {};

    @Override
    public byte[] headerBytes() {
        return NOTHING;
    }

    @Override
    public byte[] encode(ILoggingEvent event) {
        JsonObject line =
                new JsonObject()
                        .put("time", event.getInstant().toString())
                        .put("level", event.getLevel().toString())
                        .put("logger", event.getLoggerName())
                        .put("thread", event.getThreadName())
                        .put("message", event.getFormattedMessage());
        Optional.ofNullable(event.getThrowableProxy())
                .ifPresent(thrown -> line.put("stackTrace", ThrowableProxyUtil.asString(thrown)));
        Optional.ofNullable(event.getKeyValuePairs())
                .ifPresent(pairs -> pairs.forEach(pair -> line.put(pair.key, plain(pair.value))));
        return (line.encode() + '\n').getBytes(StandardCharsets.UTF_8);
    }

    /// What has no form of its own in JSON is a text.
    private static Object plain(Object value) {
        return value instanceof Number || value instanceof Boolean ? value : String.valueOf(value);
    }

    @Override
    public byte[] footerBytes() {
        return NOTHING;
    }
}
