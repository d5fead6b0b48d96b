package weir.stream;

import weir.forward.MediaBurst;
import weir.forward.MediaPacket;
import weir.loop.OwnerLoop;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/// The subscribers of one stream on one event loop. Owned.
///
/// Viewer outer, packet inner: each subscriber is given the whole burst before the next one's turn,
/// so that what it sends leaves in as few sends as the kernel allows.
final class LoopFanOut {
    /// How long a burst may wait for this loop's turn. Half a second is late, but a viewer's jitter
    /// buffer makes do with it; a picture that waits for the next key frame is worse.
    private static final long BURST_AGE_MAX_NANOS = 500_000_000L;

    private static final WantedStreams NOTHING = new WantedStreams(false, Set.of());

    private final OwnerLoop owner;
    private final LoopFanOutRef ref;
    private final List<FanOutTarget> targets = new ArrayList<>();
    private Optional<SourceFeed> feed = Optional.empty();
    private long generation;
    private WantedStreams told = NOTHING;
    private final StreamCounters counters;

    LoopFanOut(OwnerLoop owner, StreamCounters counters) {
        this.owner = owner;
        this.counters = counters;
        this.ref = new LoopFanOutRef(this, owner);
    }

    LoopFanOutRef ref() {
        return ref;
    }

    void add(FanOutTarget target) {
        owner.assertOwned();
        targets.add(target);
        // A link may have come for a publication that has ended since.
        feed.ifPresentOrElse(target::onSource, target::onSourceEnded);
    }

    void remove(FanOutTarget target) {
        owner.assertOwned();
        targets.remove(target);
    }

    void onPublication(PublicationRef publication) {
        owner.assertOwned();
        told = NOTHING;
        beginFeed(publication);
    }

    private void beginFeed(PublicationRef publication) {
        feed.ifPresent(SourceFeed::close);
        SourceFeed begun = new SourceFeed(publication, ref, ++generation);
        feed = Optional.of(begun);
        each(target -> target.onSource(begun));
    }

    /// What the publication sends from now on. A stream that takes the place of another is a new
    /// beginning.
    void onStreams(PublicationRef from, List<RtpStream> streams) {
        owner.assertOwned();
        if (!isCurrent(from)) {
            return;
        }
        if (!feed.orElseThrow().takes(streams)) {
            beginFeed(from);
        }
        feed.orElseThrow().onStreams(streams);
    }

    /// What is known of streams that come over a link, even while they do not.
    void onRelayed(PublicationRef from, List<RelayedStream> relayed) {
        owner.assertOwned();
        if (isCurrent(from)) {
            feed.orElseThrow().onRelayed(relayed, System.nanoTime());
        }
    }

    /// From the last to the first, since one that ends in its turn leaves the list; whatever one
    /// does wrong is its own end.
    private void each(Consumer<FanOutTarget> call) {
        for (int i = targets.size() - 1; i >= 0; i--) {
            FanOutTarget target = targets.get(i);
            try {
                call.accept(target);
            } catch (RuntimeException | AssertionError wrong) {
                target.fail(wrong);
            }
        }
    }

    void onPublicationEnded(PublicationRef publication) {
        owner.assertOwned();
        if (isCurrent(publication)) {
            feed.ifPresent(SourceFeed::close);
            feed = Optional.empty();
            each(FanOutTarget::onSourceEnded);
        }
    }

    private boolean isCurrent(PublicationRef publication) {
        return feed.isPresent() && feed.get().publication() == publication;
    }

    /// @param burst lent
    void onBurst(PublicationRef from, MediaBurst burst, long nowNanos) {
        owner.assertOwned();
        if (!isCurrent(from) || burst.size() == 0) {
            return;
        }
        if (nowNanos - burst.get(0).rtp().arrivalNanos() > BURST_AGE_MAX_NANOS) {
            counters.onBurstTooOld();
            each(target -> target.onBurstTooOld(burst));
            return;
        }
        SourceFeed current = feed.orElseThrow();
        for (int i = 0; i < burst.size(); i++) {
            current.keep(burst.get(i), nowNanos);
        }
        measure(nowNanos);
        each(target -> target.onBurst(burst, nowNanos));
    }

    /// Ten times a second while something comes.
    void measure(long nowNanos) {
        SourceFeed current = feed.orElseThrow();
        if (current.measure(nowNanos)) {
            each(target -> target.onLayers(current.layers(), nowNanos));
            tellWanted(current);
        }
    }

    /// What a link need not bring is seen from here.
    private void tellWanted(SourceFeed current) {
        if (current.publication().origin() != PublicationOrigin.LINK) {
            return;
        }
        WantedStreams wanted =
                new WantedStreams(!targets.isEmpty(), current.videoSsrcs(this::isWanted));
        if (!wanted.equals(told)) {
            told = wanted;
            current.publication().onWanted(ref, wanted);
        }
    }

    private boolean isWanted(int ssrc) {
        for (int i = 0; i < targets.size(); i++) {
            if (targets.get(i).wants(ssrc)) {
                return true;
            }
        }
        return false;
    }

    /// @param past of one encoding, one packet or more; lent
    void onPast(PublicationRef from, List<MediaPacket> past, long nowNanos) {
        owner.assertOwned();
        if (!isCurrent(from)) {
            return;
        }
        Encoding encoding = feed.orElseThrow().find(past.getFirst().rtp().ssrc());
        if (encoding != null) {
            past.forEach(encoding::keepPast);
            each(target -> target.onPast(past, nowNanos));
        }
    }

    void onSenderReport(PublicationRef from, TimedReport timed) {
        owner.assertOwned();
        if (!isCurrent(from) || feed.orElseThrow().find(timed.report().ssrc()) == null) {
            return;
        }
        feed.orElseThrow()
                .clock()
                .onSenderReport(
                        timed.kind(),
                        timed.report().ssrc(),
                        timed.clockRate(),
                        timed.report().ntp(),
                        timed.report().rtpTimestamp(),
                        timed.arrivalNanos());
        each(target -> target.onSenderReport(timed));
    }

    void close() {
        owner.assertOwned();
        feed.ifPresent(SourceFeed::close);
        feed = Optional.empty();
    }
}
