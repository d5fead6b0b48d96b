package weir.cascade;

import io.vertx.core.Future;

import weir.loop.OwnerLoop;
import weir.peer.IncomingMedia;
import weir.rtp.FormatMatch;
import weir.rtp.MediaKind;
import weir.rtp.PayloadFormat;
import weir.stream.PublicationRef;
import weir.transport.NodeTransport;
import weir.transport.SessionStats;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// What a publisher sends now. A value.
///
/// @param seen  of each kind the format that comes, as far as any has come
/// @param media what was agreed on
/// @param old   whether what has not come by now is not awaited
record LiveFormats(List<PayloadFormat> seen, List<IncomingMedia> media, boolean old) {
    private static final Duration AWAITED = Duration.ofSeconds(3);

    /// @param loop where the result is wanted
    static Future<LiveFormats> of(
            PublicationRef publication, NodeTransport transport, OwnerLoop loop) {
        long age = System.currentTimeMillis() - publication.session().openedAtMillis();
        return transport
                .sessionStats(List.of(publication.session().id()), loop)
                .map(
                        stats ->
                                new LiveFormats(
                                        stats.values().stream()
                                                .findFirst()
                                                .map(SessionStats::formats)
                                                .orElse(List.of()),
                                        publication.media(),
                                        age > AWAITED.toMillis()));
    }

    /// Whether it can be said what to offer.
    boolean isKnown() {
        return !seen.isEmpty() && (old || media.stream().allMatch(each -> has(each.kind())));
    }

    private boolean has(MediaKind kind) {
        return seen.stream().anyMatch(format -> format.kind() == kind);
    }

    /// Of each kind what is live, and nothing else of video; of sound also what redundant audio
    /// stands for. What has never come may yet come in any of its formats.
    List<PayloadFormat> offered() {
        Set<PayloadFormat> offered = new LinkedHashSet<>(seen);
        for (IncomingMedia each : media) {
            if (each.kind() == MediaKind.AUDIO || !has(each.kind())) {
                offered.addAll(each.formats());
            }
        }
        return new ArrayList<>(offered);
    }

    /// Whether each kind that was agreed on goes on in one of the formats.
    boolean fit(List<PayloadFormat> agreed) {
        return seen.stream()
                .filter(format -> agreed.stream().anyMatch(each -> each.kind() == format.kind()))
                .allMatch(format -> FormatMatch.best(format, agreed).isPresent());
    }
}
