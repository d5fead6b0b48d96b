package weir.it.clients;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import weir.it.Await;
import weir.it.WeirCluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// A process of FFmpeg that publishes a test picture and a tone by its own WHIP muxer.
///
/// Maven unpacks one for the integration tests, for x86-64, into `target/ffmpeg`. Another one, of
/// version 8 or later, is named by `WEIR_IT_FFMPEG`.
final class Ffmpeg implements AutoCloseable {
    private static final String NAMED = System.getenv("WEIR_IT_FFMPEG");
    private static final Path UNPACKED =
            Path.of("target/ffmpeg/org/bytedeco/ffmpeg/linux-x86_64-gpl").toAbsolutePath();
    private static final Duration END_MAX = Duration.ofSeconds(10);

    /// In real time: H.264 of high profile without B-frames, a key frame each second.
    private static final String SOURCES =
            "-re -f lavfi -i testsrc2=size=640x360:rate=30"
                    + " -re -f lavfi -i sine=frequency=440:sample_rate=48000"
                    + " -c:v libx264 -preset superfast -tune zerolatency -bf 0 -g 30"
                    + " -pix_fmt yuv420p -b:v 800k -c:a libopus -ar 48000 -ac 2 -f whip";

    private final Process process;
    private final Path log;

    private Ffmpeg(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /// Without one the test that asks is skipped.
    static void assumePresent() {
        assumeTrue(
                NAMED != null || Files.exists(UNPACKED.resolve("ffmpeg")) && isBuiltForThis(),
                "no FFmpeg: mvn -Pit dependency:unpack@ffmpeg, or WEIR_IT_FFMPEG=/path/to/it");
    }

    private static boolean isBuiltForThis() {
        return System.getProperty("os.arch").equals("amd64");
    }

    /// @param name    of its log
    /// @param url     of the stream's endpoint
    /// @param token   that its requests have
    /// @param options more of the muxer
    static Ffmpeg publish(String name, String url, String token, String... options) {
        List<String> command = new ArrayList<>(List.of(executable()));
        command.addAll(List.of("-hide_banner", "-nostdin", "-nostats", "-loglevel", "verbose"));
        command.addAll(List.of(SOURCES.split(" ")));
        command.addAll(List.of("-authorization", token));
        command.addAll(List.of(options));
        command.add(url);
        Path log = WeirCluster.logs().resolve("ffmpeg-" + name + ".log");
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.redirectErrorStream(true).redirectOutput(log.toFile());
        if (NAMED == null) {
            builder.environment().put("LD_LIBRARY_PATH", UNPACKED.toString());
        }
        try {
            return new Ffmpeg(builder.start(), log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String executable() {
        if (NAMED != null) {
            return NAMED;
        }
        Path unpacked = UNPACKED.resolve("ffmpeg");
        // A jar has no permissions.
        if (!Files.isExecutable(unpacked) && !unpacked.toFile().setExecutable(true)) {
            throw new IllegalStateException("cannot be made executable: " + unpacked);
        }
        return unpacked.toString();
    }

    /// What it has said so far.
    String log() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// SIGKILL.
    void kill() {
        process.destroyForcibly();
        awaitEnd();
    }

    /// SIGTERM: it hangs up.
    void terminate() {
        process.destroy();
        awaitEnd();
    }

    /// Until it gives up by itself.
    ///
    /// @return the exit code
    int awaitEnd() {
        Await.until("FFmpeg ends, see " + log, END_MAX, () -> !process.isAlive());
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
