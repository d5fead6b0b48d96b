package weir.stream;

import weir.forward.MediaBurst;
import weir.forward.MediaPacket;
import weir.rtp.MediaKind;

import java.util.Optional;

/// The audio of one viewer: never waits, since it is little and gaps are heard. Owned by its
/// [Subscriber].
final class AudioTrack {
    private final SubscriberTrack track;
    private final PacketWriter writer;
    private Optional<SourceFeed> source = Optional.empty();
    private boolean enabled = true;

    AudioTrack(SubscriberTrack track, PacketWriter writer) {
        this.track = track;
        this.writer = writer;
    }

    SubscriberTrack track() {
        return track;
    }

    void onSource(SourceFeed begun) {
        source = Optional.of(begun);
        track.onSource(begun);
        track.rewriter().onSource(begun.generation(), begun.clock());
    }

    void onSourceEnded() {
        source = Optional.empty();
    }

    /// @param burst lent
    void onBurst(MediaBurst burst, long nowNanos) {
        if (!enabled || source.isEmpty()) {
            return;
        }
        for (int i = 0; i < burst.size(); i++) {
            if (isOwn(burst.get(i))) {
                write(burst.get(i), nowNanos);
            }
        }
    }

    /// What is not sent leaves no gap: the viewer would take it for lost on the way, ask for it,
    /// and be sent less.
    ///
    /// @param burst lent
    void onMissed(MediaBurst burst) {
        if (!enabled || source.isEmpty()) {
            return;
        }
        for (int i = 0; i < burst.size(); i++) {
            if (isOwn(burst.get(i))) {
                track.rewriter().awaitKeyFrame();
                return;
            }
        }
    }

    /// One burst may bring the end of one source and the start of the next.
    private boolean isOwn(MediaPacket packet) {
        return packet.rtp().format().kind() == MediaKind.AUDIO
                && source.orElseThrow().find(packet.rtp().ssrc()) != null;
    }

    private void write(MediaPacket packet, long nowNanos) {
        try (MediaPacket taken = track.taken(packet)) {
            writer.writeAudio(track, taken, nowNanos);
        }
    }

    /// @param sequenceNumber as the viewer knows it
    void sendAgain(int sequenceNumber, long nowNanos) {
        int published = track.rewriter().sourceSequence(sequenceNumber);
        if (published < 0 || source.isEmpty() || !track.canSendAgain()) {
            return;
        }
        source.get()
                .findPacket(track.rewriter().sourceSsrc(sequenceNumber), published)
                .ifPresent(packet -> writeAgain(packet, sequenceNumber, nowNanos));
    }

    private void writeAgain(MediaPacket packet, int sequenceNumber, long nowNanos) {
        try (MediaPacket taken = track.taken(packet)) {
            writer.writeAudioAgain(track, taken, sequenceNumber, nowNanos);
        }
    }

    /// What comes while it is off leaves no gap. It may be off for so long that the publisher's
    /// numbers come round again: it goes on as with another source.
    void enable(boolean on) {
        if (on && !enabled && source.isPresent()) {
            track.rewriter().onSource(source.get().generation(), source.get().clock());
        }
        enabled = on;
    }
}
