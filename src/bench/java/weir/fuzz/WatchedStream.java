package weir.fuzz;

import weir.rtp.MediaKind;
import weir.rtp.SequenceUnwrapper;
import weir.testkit.ClientMedia;
import weir.testkit.ReceivedRtp;
import weir.testkit.WebRtcClient;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/// A stream that somebody publishes and somebody watches, and what comes of it.
final class WatchedStream implements AutoCloseable {
    static final String NAME = "watched";

    private static final int NACKS_MAX = 100;

    /// @param framesPerSecond pictures whose last packet came
    /// @param missing         packets that had not come at its end, of all that were sent by then
    record Window(double seconds, double framesPerSecond, long packets, int missing) {}

    private final WebRtcClient publisher;
    private final WebRtcClient viewer;
    private long sinceNanos = System.nanoTime();

    private WatchedStream(WebRtcClient publisher, WebRtcClient viewer) {
        this.publisher = publisher;
        this.viewer = viewer;
    }

    static WatchedStream start(String node) {
        List<ClientMedia> media = ClientMedia.published(9001, 9002);
        WebRtcClient publisher = WebRtcClient.publish(node, NAME, media);
        return new WatchedStream(publisher, WebRtcClient.watch(node, NAME));
    }

    List<WebRtcClient> clients() {
        return List.of(publisher, viewer);
    }

    /// What has come since the last call.
    Window window() {
        long now = System.nanoTime();
        long frames = 0;
        long packets = 0;
        for (ReceivedRtp packet : viewer.received().packets()) {
            if (packet.arrivalNanos() >= sinceNanos && packet.arrivalNanos() < now) {
                packets++;
                frames += packet.marker() ? 1 : 0;
            }
        }
        double seconds = (now - sinceNanos) / 1e9;
        sinceNanos = now;
        return new Window(seconds, frames / seconds, packets, missing());
    }

    /// Asks again for what has not come, as a browser does.
    ///
    /// @return how many packets that were
    int missing() {
        int missing = 0;
        for (MediaKind kind : MediaKind.values()) {
            List<Integer> lost = missing(viewer.received(kind));
            missing += lost.size();
            if (!lost.isEmpty()) {
                int first = Math.max(0, lost.size() - NACKS_MAX);
                viewer.nack(viewer.ssrc(kind), lost.subList(first, lost.size()));
            }
        }
        return missing;
    }

    private static List<Integer> missing(List<ReceivedRtp> packets) {
        SequenceUnwrapper unwrapper = new SequenceUnwrapper();
        TreeSet<Long> numbers = new TreeSet<>();
        packets.forEach(packet -> numbers.add(unwrapper.unwrap(packet.sequenceNumber())));
        List<Integer> missing = new ArrayList<>();
        long next = numbers.isEmpty() ? 0 : numbers.first();
        for (long number : numbers) {
            for (; next < number; next++) {
                missing.add((int) next & 0xffff);
            }
            next++;
        }
        return missing;
    }

    /// Why a session of its has ended, empty if none has.
    List<String> ended() {
        return clients().stream()
                .filter(client -> client.ended().isDone())
                .map(client -> "a session of the watched stream ended: " + client.ended().join())
                .toList();
    }

    @Override
    public void close() {
        viewer.close();
        publisher.close();
    }
}
