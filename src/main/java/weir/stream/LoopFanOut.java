package weir.stream;

import weir.forward.MediaBurst;
import weir.forward.SourceClock;
import weir.loop.OwnerLoop;
import weir.rtp.MediaKind;
import weir.rtp.RtpPacket;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The subscribers of one stream on one event loop. Owned.
///
/// Viewer outer, packet inner: each subscriber is given the whole burst before the next one's turn,
/// so that
/// what it sends leaves in as few sends as the kernel allows.
public final class LoopFanOut {
    private static final long BURST_AGE_MAX_NANOS = 100_000_000L;
    private static final int SSRC_NONE = 0;

    private final OwnerLoop owner;
    private final LoopFanOutRef ref;
    private final List<FanOutTarget> targets = new ArrayList<>();
    private final int[] ssrcs = new int[MediaKind.values().length];
    private Optional<SourceFeed> feed = Optional.empty();
    private long generation;
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
        feed.ifPresent(target::onSource);
    }

    void remove(FanOutTarget target) {
        owner.assertOwned();
        targets.remove(target);
    }

    void onPublication(PublicationRef publication) {
        owner.assertOwned();
        beginFeed(publication);
        java.util.Arrays.fill(ssrcs, SSRC_NONE);
    }

    private void beginFeed(PublicationRef publication) {
        feed.ifPresent(SourceFeed::close);
        SourceFeed begun = new SourceFeed(publication, ++generation, new SourceClock());
        feed = Optional.of(begun);
        targets.forEach(target -> target.onSource(begun));
    }

    void onPublicationEnded(PublicationRef publication) {
        owner.assertOwned();
        if (isCurrent(publication)) {
            feed.ifPresent(SourceFeed::close);
            feed = Optional.empty();
            List.copyOf(targets).forEach(FanOutTarget::onSourceEnded);
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
        if (nowNanos - burst.packet(0).arrivalNanos() > BURST_AGE_MAX_NANOS) {
            counters.onBurstTooOld();
            feed.ifPresent(late -> targets.forEach(target -> target.onSource(late)));
            return;
        }
        for (int i = 0; i < burst.size(); i++) {
            keep(from, burst.packet(i));
        }
        for (int i = 0; i < targets.size(); i++) {
            targets.get(i).onBurst(burst);
        }
    }

    private void keep(PublicationRef from, RtpPacket packet) {
        int kind = packet.format().kind().ordinal();
        if (ssrcs[kind] != packet.ssrc()) {
            if (ssrcs[kind] != SSRC_NONE) {
                beginFeed(from);
            }
            ssrcs[kind] = packet.ssrc();
        }
        SourceFeed current = feed.orElseThrow();
        current.clock()
                .onPacket(
                        packet.format().kind(),
                        packet.format().clockRate(),
                        packet.timestamp(),
                        packet.arrivalNanos());
        current.keep(packet);
    }

    void onSenderReport(PublicationRef from, TimedReport timed) {
        owner.assertOwned();
        if (!isCurrent(from)) {
            return;
        }
        feed.orElseThrow()
                .clock()
                .onSenderReport(
                        timed.kind(),
                        timed.clockRate(),
                        timed.report().ntp(),
                        timed.report().rtpTimestamp(),
                        timed.arrivalNanos());
        targets.forEach(target -> target.onSenderReport(timed));
    }

    void close() {
        owner.assertOwned();
        feed.ifPresent(SourceFeed::close);
        feed = Optional.empty();
    }
}
