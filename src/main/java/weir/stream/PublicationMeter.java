package weir.stream;

import weir.forward.Diagnosis;
import weir.forward.MediaPacket;
import weir.forward.PublisherFacts;
import weir.rtp.MediaKind;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Measures what a publication brings, once for all who watch. Owned by its [Publication].
final class PublicationMeter {
    /// Beyond them nothing is measured.
    private static final int ENCODINGS_MAX = 16;

    /// An encoding that sends nothing for so long was stopped by its sender.
    private static final long SENT_NANOS = 3_000_000_000L;

    private final boolean videoOffered;
    private final List<EncodingMeter> encodings = new ArrayList<>(2);
    private long packetNanos;
    private long videoNanos;
    private boolean heard;
    private boolean seen;

    PublicationMeter(boolean videoOffered) {
        this.videoOffered = videoOffered;
    }

    /// @param packet lent
    /// @return whether a key frame said something new
    boolean onPacket(MediaPacket packet, long nowNanos) {
        heard = true;
        packetNanos = nowNanos;
        if (packet.rtp().format().kind() != MediaKind.VIDEO) {
            return false;
        }
        seen = true;
        videoNanos = nowNanos;
        EncodingMeter encoding = obtain(packet);
        return encoding != null && encoding.onPacket(packet, nowNanos);
    }

    private EncodingMeter obtain(MediaPacket packet) {
        EncodingMeter known = find(packet.rtp().ssrc());
        if (known != null || encodings.size() == ENCODINGS_MAX) {
            return known;
        }
        EncodingMeter begun = new EncodingMeter(packet.rtp().ssrc(), packet.rtp().format());
        encodings.add(begun);
        return begun;
    }

    /// @return null if nothing came of it: on the path of packets
    EncodingMeter find(int ssrc) {
        for (int i = 0; i < encodings.size(); i++) {
            if (encodings.get(i).ssrc() == ssrc) {
                return encodings.get(i);
            }
        }
        return null;
    }

    /// Another has taken its place.
    void forget(int ssrc) {
        encodings.removeIf(each -> each.ssrc() == ssrc);
    }

    /// A key frame is asked of one encoding.
    void onRequest(int ssrc, long nowNanos) {
        EncodingMeter encoding = find(ssrc);
        if (encoding != null) {
            encoding.onRequest(nowNanos);
        }
    }

    List<EncodingStats> encodings(long nowNanos) {
        return encodings.stream().map(each -> each.stats(nowNanos)).toList();
    }

    PublisherFacts facts(long nowNanos) {
        List<EncodingStats> all = encodings(nowNanos);
        List<EncodingStats> sent = all.stream().filter(PublicationMeter::isSent).toList();
        return new PublisherFacts(
                heard ? nowNanos - packetNanos : Diagnosis.NEVER,
                videoOffered,
                seen ? nowNanos - videoNanos : Diagnosis.NEVER,
                sinceKeyFrame(all),
                unanswered(sent, nowNanos),
                first(sent).or(() -> first(all)).map(EncodingStats::format),
                sent.stream().anyMatch(EncodingStats::parameterSetsLacking),
                sent.stream().anyMatch(EncodingStats::reordering));
    }

    private static boolean isSent(EncodingStats encoding) {
        return encoding.frames().sinceFrameNanos() < SENT_NANOS;
    }

    private static Optional<EncodingStats> first(List<EncodingStats> encodings) {
        return encodings.stream().findFirst();
    }

    private static long sinceKeyFrame(List<EncodingStats> encodings) {
        return encodings.stream()
                .mapToLong(each -> each.frames().sinceKeyFrameNanos())
                .filter(since -> since >= 0)
                .min()
                .orElse(Diagnosis.NEVER);
    }

    private long unanswered(List<EncodingStats> sent, long nowNanos) {
        return sent.stream()
                .map(each -> find(each.ssrc()))
                .mapToLong(each -> each.unansweredNanos(nowNanos))
                .filter(since -> since != Diagnosis.NEVER)
                .max()
                .orElse(Diagnosis.NEVER);
    }
}
