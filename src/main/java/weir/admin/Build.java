package weir.admin;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

import java.net.URISyntaxException;
import java.nio.file.Path;
import java.security.CodeSource;
import java.time.Instant;

/// The program itself, as the API tells it. A value.
///
/// @param version of the jar; 0 for classes that are not packaged
/// @param time    when the jar was made
record Build(String version, Instant time) {
    /// This one.
    static final Build RUNNING = running();

    private static Build running() {
        String version = Build.class.getPackage().getImplementationVersion();
        return new Build(version == null ? "0" : version, made());
    }

    private static Instant made() {
        CodeSource source = Build.class.getProtectionDomain().getCodeSource();
        try {
            return source == null
                    ? Instant.EPOCH
                    : Instant.ofEpochMilli(
                            Path.of(source.getLocation().toURI()).toFile().lastModified());
        } catch (URISyntaxException unreadable) {
            return Instant.EPOCH;
        }
    }

    /// With the fields of live777. Which commit it was built from is not known.
    JsonObject toJson() {
        return new JsonObject()
                .put("version", version)
                .put("gitHash", "")
                .put("buildTime", time.toString())
                .put("features", JsonArray.of("webui", "cascade"));
    }
}
