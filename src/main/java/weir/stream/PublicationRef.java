package weir.stream;

import io.vertx.core.Future;

import weir.loop.OwnerLoop;
import weir.peer.CloseReason;
import weir.peer.IncomingMedia;
import weir.rtp.PayloadFormat;
import weir.transport.SessionRef;

import java.time.Duration;
import java.util.List;

/// A publication, as any other loop may hold it, and what never changes about it. A ref; two are
/// equal only if they are the same.
public final class PublicationRef {
    private final Publication publication;
    private final OwnerLoop owner;
    private final SessionRef session;
    private final PublicationOrigin origin;
    private final long epoch;
    private final List<IncomingMedia> media;

    PublicationRef(
            Publication publication,
            OwnerLoop owner,
            SessionRef session,
            PublicationOrigin origin,
            long epoch,
            List<IncomingMedia> media) {
        this.publication = publication;
        this.owner = owner;
        this.session = session;
        this.origin = origin;
        this.epoch = epoch;
        this.media = List.copyOf(media);
    }

    public SessionRef session() {
        return session;
    }

    public PublicationOrigin origin() {
        return origin;
    }

    public long epoch() {
        return epoch;
    }

    /// Of the claim that it serves, whoever says it: a claim is another one under another id.
    public String claimId() {
        return session.id().name();
    }

    public List<IncomingMedia> media() {
        return media;
    }

    /// All formats of all media, in the publisher's order, without retransmission formats.
    public List<PayloadFormat> formats() {
        return media.stream()
                .flatMap(each -> each.formats().stream())
                .filter(format -> !format.isRetransmission())
                .toList();
    }

    /// Of one of its RTP streams.
    void requestKeyFrame(int ssrc) {
        owner.post(() -> publication.requestKeyFrame(ssrc));
    }

    /// As [#requestKeyFrame(int)], unless the newest group of pictures can be had.
    ///
    /// @param fanOut who is given it
    void requestStart(int ssrc, LoopFanOutRef fanOut) {
        owner.post(() -> publication.requestStart(ssrc, fanOut));
    }

    /// @param from  whose wish it is
    void onWanted(LoopFanOutRef from, WantedStreams wanted) {
        owner.post(() -> publication.onWanted(from, wanted));
    }

    /// For how long nothing has come: neither media nor reports.
    ///
    /// @param loop where the result is wanted
    public Future<Duration> silence(OwnerLoop loop) {
        return owner.ask(loop, publication::silence);
    }

    /// @param loop where the result is wanted
    public Future<PublicationStats> stats(OwnerLoop loop) {
        return owner.ask(loop, publication::stats);
    }

    void setFanOuts(List<LoopFanOutRef> current) {
        owner.post(() -> publication.setFanOuts(current));
    }

    public void close(CloseReason reason) {
        session.close(reason);
    }
}
