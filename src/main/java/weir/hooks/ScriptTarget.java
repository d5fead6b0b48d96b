package weir.hooks;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.json.JsonObject;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// Runs a script for each event, with the event's name and the stream's as arguments and all of it
/// as JSON on standard input. Of the node's settings it inherits none, since there are secrets
/// among them; one that does not end in time is killed. It is not run again for the same event.
final class ScriptTarget implements HookTarget {
    private static final String SETTINGS = "WEIR_";

    private final Vertx vertx;
    private final String script;
    private final Duration timeout;

    ScriptTarget(Vertx vertx, String script, HooksConfig config) {
        this.vertx = vertx;
        this.script = script;
        this.timeout = config.timeout();
    }

    @Override
    public Future<Void> tell(HookEvent event, JsonObject body) {
        Promise<Void> told = ((VertxInternal) vertx).getOrCreateContext().promise();
        String text = body.encode() + "\n";
        Thread.ofVirtual().name("weir-hook").start(() -> run(event, text, told));
        return told.future();
    }

    private void run(HookEvent event, String body, Promise<Void> told) {
        ProcessBuilder builder = new ProcessBuilder(script, event.type().token(), event.stream());
        builder.environment().keySet().removeIf(name -> name.startsWith(SETTINGS));
        builder.redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        try {
            Process process = builder.start();
            write(process, body);
            if (!process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
                told.fail("does not end within " + timeout.toMillis() + " ms");
            } else if (process.exitValue() != 0) {
                told.fail("exits with " + process.exitValue());
            } else {
                told.complete();
            }
        } catch (IOException failure) {
            told.fail(failure);
        } catch (InterruptedException e) {
            told.fail(new IllegalStateException("nobody interrupts a hook", e));
        }
    }

    private static void write(Process process, String body) {
        try (OutputStream input = process.getOutputStream()) {
            input.write(body.getBytes(StandardCharsets.UTF_8));
        } catch (IOException _) {
            // It does not read what it is told: its exit code says whether it is content.
        }
    }

    @Override
    public int attemptsMax() {
        return 1;
    }

    @Override
    public String shown() {
        return script;
    }
}
