package weir.it;

import static org.assertj.core.api.Assertions.assertThat;

import weir.rtp.MediaKind;
import weir.testkit.ClientMedia;
import weir.testkit.ClientRoute;
import weir.testkit.WebRtcClient;

import java.time.Duration;
import java.util.List;

/// A stream that somebody publishes and somebody watches, while others misbehave.
public final class RunningStream implements AutoCloseable {
    private static final Duration SOON = Duration.ofSeconds(5);
    private static final int PACKETS_MORE = 10;

    private final List<NodeProcess> nodes;
    private final WebRtcClient publisher;
    private final WebRtcClient viewer;

    private RunningStream(List<NodeProcess> nodes, WebRtcClient publisher, WebRtcClient viewer) {
        this.nodes = nodes;
        this.publisher = publisher;
        this.viewer = viewer;
    }

    /// @param published the publisher's node
    /// @param watched   the viewer's
    /// @param ssrc      of the sound; that of the picture is one more
    public static RunningStream start(
            NodeProcess published, NodeProcess watched, String name, int ssrc) {
        return start(published, watched, name, ssrc, ClientRoute.UDP, ClientRoute.UDP);
    }

    /// @param in  by which the publisher sends
    /// @param out by which the viewer is sent to
    public static RunningStream start(
            NodeProcess published,
            NodeProcess watched,
            String name,
            int ssrc,
            ClientRoute in,
            ClientRoute out) {
        List<ClientMedia> media = ClientMedia.published(ssrc, ssrc + 1);
        WebRtcClient publisher = WebRtcClient.publish(published.url(), name, media, in);
        WebRtcClient viewer = WebRtcClient.watch(watched.url(), name, out);
        RunningStream stream = new RunningStream(List.of(published, watched), publisher, viewer);
        stream.awaitMore();
        return stream;
    }

    public WebRtcClient publisher() {
        return publisher;
    }

    public WebRtcClient viewer() {
        return viewer;
    }

    /// Until pictures and sound that were sent after this call have come.
    public void awaitMore() {
        for (MediaKind kind : MediaKind.values()) {
            int before = viewer.received(kind).size();
            Await.until(
                    kind + " goes on",
                    SOON,
                    () -> viewer.received(kind).size() > before + PACKETS_MORE);
        }
    }

    /// Both are still there, and of what was published the viewer has got all.
    public void assertUntouched() {
        awaitMore();
        assertThat(publisher.ended()).isNotDone();
        assertThat(viewer.ended()).isNotDone();
        Continuity.assertUnharmed(viewer, nodes);
    }

    @Override
    public void close() {
        viewer.close();
        publisher.close();
    }
}
