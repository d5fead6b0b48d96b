package weir.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;

import org.junit.jupiter.api.Test;

import java.time.Instant;

class BuildTest {
    @Test
    void isInTheShapeOfLive777() {
        Build build = new Build("1.2", Instant.ofEpochSecond(1_700_000_000));

        assertThat(build.toJson())
                .isEqualTo(
                        new JsonObject(
                                """
                                {
                                  "version": "1.2",
                                  "gitHash": "",
                                  "buildTime": "2023-11-14T22:13:20Z",
                                  "features": ["webui", "cascade"]
                                }
                                """));
    }

    @Test
    void knowsWhenItWasMade() {
        assertThat(Build.RUNNING.time()).isBetween(Instant.ofEpochSecond(1), Instant.now());
    }
}
