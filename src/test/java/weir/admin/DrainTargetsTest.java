package weir.admin;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import weir.cluster.NodeInfo;
import weir.cluster.NodeLoad;

import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;

class DrainTargetsTest {
    @Test
    void eachNextViewerGoesToTheNodeWithTheFewestSessions() {
        DrainTargets targets =
                new DrainTargets(List.of(node("a", 0, false), node("b", 3, false)), "none");

        List<String> chosen =
                IntStream.range(0, 6).mapToObj(_ -> targets.next().orElseThrow().id()).toList();

        assertThat(chosen).containsExactly("a", "a", "a", "a", "b", "a");
    }

    @Test
    void nobodyGoesToTheNodeItselfOrToOneThatIsBeingEmptied() {
        DrainTargets targets =
                new DrainTargets(List.of(node("self", 0, true), node("b", 0, true)), "self");

        assertThat(targets.next()).isEmpty();
    }

    @Test
    void viewersReachTheOtherNodeByTheHostByWhichTheyCameIfItHasIt() {
        NodeInfo node = node("a", 0, false);

        assertThat(DrainTargets.url(node, "127.0.0.1", "x"))
                .isEqualTo("http://127.0.0.1:7778/whep/x");
        assertThat(DrainTargets.url(node, "localhost", "x"))
                .isEqualTo("http://127.0.0.1:7778/whep/x");
        assertThat(DrainTargets.url(node, "example.org", "x"))
                .isEqualTo("http://192.0.2.1:7778/whep/x");
        assertThat(DrainTargets.url(node, "", "x")).isEqualTo("http://192.0.2.1:7778/whep/x");
    }

    private static NodeInfo node(String id, int sessions, boolean draining) {
        return new NodeInfo(
                id,
                List.of("http://192.0.2.1:7778", "http://127.0.0.1:7778"),
                7778,
                Instant.EPOCH,
                "0",
                new NodeLoad(sessions, 0, 0, 0),
                draining);
    }
}
