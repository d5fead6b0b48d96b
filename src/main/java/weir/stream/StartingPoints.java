package weir.stream;

import weir.forward.MediaPacket;

import java.util.ArrayList;
import java.util.List;

/// The [StartingPoint]s of a publication, one for each encoding of its video. Owned by it.
final class StartingPoints implements AutoCloseable {
    private final PublicationRef publication;
    private final StreamConfig config;
    private final StreamCounters counters;
    private final List<StartingPoint> points = new ArrayList<>(1);

    StartingPoints(PublicationRef publication, StreamConfig config, StreamCounters counters) {
        this.publication = publication;
        this.config = config;
        this.counters = counters;
    }

    void begin(int ssrc) {
        points.add(StartingPoint.of(ssrc, publication, config, counters));
    }

    void end(int ssrc) {
        StartingPoint point = find(ssrc);
        if (point != null) {
            points.remove(point);
            point.close();
        }
    }

    /// @return null if it is no video of this publication: on the path of packets
    private StartingPoint find(int ssrc) {
        for (int i = 0; i < points.size(); i++) {
            if (points.get(i).ssrc() == ssrc) {
                return points.get(i);
            }
        }
        return null;
    }

    /// @param packet lent: of the video
    void onPacket(MediaPacket packet) {
        StartingPoint point = find(packet.rtp().ssrc());
        if (point != null) {
            point.onPacket(packet);
        }
    }

    /// A viewer has asked for a key frame, which is handed on to the publisher.
    void onRequested(int ssrc, long nowNanos) {
        StartingPoint point = find(ssrc);
        if (point != null) {
            point.onRequested(nowNanos);
        }
    }

    /// From a key frame to the newest packet, as they came: lent; none if that cannot be had.
    List<MediaPacket> usable(int ssrc, long nowNanos) {
        StartingPoint point = find(ssrc);
        return point != null && point.isUsable(nowNanos) ? point.packets() : List.of();
    }

    /// The source was paused: what comes next does not go on from what came before.
    void onPaused(int ssrc) {
        StartingPoint point = find(ssrc);
        if (point != null) {
            point.close();
        }
    }

    @Override
    public void close() {
        points.forEach(StartingPoint::close);
        points.clear();
    }
}
