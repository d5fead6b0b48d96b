package weir.stream;

import weir.forward.MediaBurst;
import weir.forward.MediaPacket;
import weir.loop.OwnerLoop;

import java.util.List;

/// The subscribers of one stream on one event loop, as any other loop may hold them. A ref.
final class LoopFanOutRef {
    private final LoopFanOut fanOut;
    private final OwnerLoop owner;

    LoopFanOutRef(LoopFanOut fanOut, OwnerLoop owner) {
        this.fanOut = fanOut;
        this.owner = owner;
    }

    /// One call per loop and burst, however many subscribers that loop has.
    ///
    /// @param burst lent; another loop gets a share of its own
    void deliver(PublicationRef from, MediaBurst burst) {
        if (owner.isCurrent()) {
            fanOut.onBurst(from, burst, System.nanoTime());
            return;
        }
        MediaBurst share = burst.share();
        owner.post(
                () -> {
                    try (share) {
                        fanOut.onBurst(from, share, System.nanoTime());
                    }
                });
    }

    /// In turn with the bursts: what comes next goes on from it.
    ///
    /// @param past lent; another loop gets shares of its own
    void deliverPast(PublicationRef from, List<MediaPacket> past) {
        if (owner.isCurrent()) {
            fanOut.onPast(from, past, System.nanoTime());
            return;
        }
        List<MediaPacket> shares = past.stream().map(MediaPacket::share).toList();
        owner.post(
                () -> {
                    try {
                        fanOut.onPast(from, shares, System.nanoTime());
                    } finally {
                        shares.forEach(MediaPacket::close);
                    }
                });
    }

    /// In turn with the bursts: what these streams bring comes after it.
    void deliverStreams(PublicationRef from, List<RtpStream> streams) {
        if (owner.isCurrent()) {
            fanOut.onStreams(from, streams);
        } else {
            owner.post(() -> fanOut.onStreams(from, streams));
        }
    }

    /// In turn with the bursts, too.
    void deliverRelayed(PublicationRef from, List<RelayedStream> relayed) {
        if (owner.isCurrent()) {
            fanOut.onRelayed(from, relayed);
        } else {
            owner.post(() -> fanOut.onRelayed(from, relayed));
        }
    }

    void deliverReport(PublicationRef from, TimedReport report) {
        owner.post(() -> fanOut.onSenderReport(from, report));
    }

    void onPublication(PublicationRef publication) {
        owner.post(() -> fanOut.onPublication(publication));
    }

    void onPublicationEnded(PublicationRef publication) {
        owner.post(() -> fanOut.onPublicationEnded(publication));
    }

    void close() {
        owner.post(fanOut::close);
    }
}
