package weir.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

import org.junit.jupiter.api.Test;

import weir.cascade.CascadeConfig;
import weir.cluster.NodeInfo;
import weir.cluster.NodeLoad;
import weir.cluster.TakenPolicy;
import weir.signaling.WhepConfig;
import weir.signaling.WhipConfig;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

class NodesApiTest {
    @Test
    void listsTheNodesAndSaysWhichOneAnswers() {
        String json = NodesApi.encode(List.of(node("n1"), node("n2")), "n2");

        assertThat(new JsonArray(json))
                .isEqualTo(
                        new JsonArray(
                                """
                                [
                                  {"id": "n1", "httpUrls": ["http://192.0.2.1:7777"],
                                   "udpPort": 7777, "startedAt": 1700000000000, "version": "1.0",
                                   "load": {"sessions": 3, "streams": 2, "sendBps": 1000000,
                                            "cpu": 0.25},
                                   "draining": false, "self": false, "alias": "n1",
                                   "url": "http://192.0.2.1:7777", "status": "running",
                                   "duration": "-"},
                                  {"id": "n2", "httpUrls": ["http://192.0.2.1:7777"],
                                   "udpPort": 7777, "startedAt": 1700000000000, "version": "1.0",
                                   "load": {"sessions": 3, "streams": 2, "sendBps": 1000000,
                                            "cpu": 0.25},
                                   "draining": false, "self": true, "alias": "n2",
                                   "url": "http://192.0.2.1:7777", "status": "running",
                                   "duration": "-"}
                                ]
                                """));
    }

    @Test
    void tellsTheSettingsAsTheConfigHasThem() {
        JsonObject strategy =
                NodesApi.strategy(
                        new WhipConfig(TakenPolicy.REJECT),
                        new WhepConfig(
                                WhepConfig.NotLive.WAIT,
                                WhepConfig.CounterOffering.NEVER,
                                Duration.ofSeconds(30),
                                1000),
                        new CascadeConfig(Duration.ofSeconds(10)));

        assertThat(strategy)
                .isEqualTo(
                        new JsonObject(
                                """
                                {
                                  "whip": {"taken": "reject"},
                                  "whep": {"notLive": "wait"},
                                  "cascade": {"graceMillis": 10000},
                                  "auto_create_whip": true,
                                  "auto_create_whep": true,
                                  "override_publisher": false,
                                  "auto_delete_whip": -1,
                                  "auto_delete_whep": -1,
                                  "cascade_push_close_sub": false
                                }
                                """));
    }

    private static NodeInfo node(String id) {
        return new NodeInfo(
                id,
                List.of("http://192.0.2.1:7777"),
                7777,
                Instant.ofEpochMilli(1_700_000_000_000L),
                "1.0",
                new NodeLoad(3, 2, 1_000_000, 0.25),
                false);
    }
}
