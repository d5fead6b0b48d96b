package weir.stream;

import weir.forward.MediaPacket;
import weir.rtp.MediaKind;
import weir.rtp.RtcpFeedback;

import java.util.List;

/// Where in the past of one encoding a viewer can start at once: nothing is kept where the
/// publisher makes a key frame when it is asked. Owned by its [Publication].
final class StartingPoint implements AutoCloseable {
    private final int ssrc;
    private final InstantStart when;
    private final KeyFrameAnswers answers;
    private final GroupOfPictures group;
    private final StreamCounters counters;

    private StartingPoint(
            int ssrc,
            InstantStart when,
            KeyFrameAnswers answers,
            GroupOfPictures group,
            StreamCounters counters) {
        this.ssrc = ssrc;
        this.when = when;
        this.answers = answers;
        this.group = group;
        this.counters = counters;
    }

    static StartingPoint of(
            int ssrc, PublicationRef publication, StreamConfig config, StreamCounters counters) {
        return new StartingPoint(
                ssrc,
                config.instantStart(),
                new KeyFrameAnswers(isAskable(publication)),
                new GroupOfPictures(
                        config.instantStartMax().toNanos(), config.instantStartBytesMax()),
                counters);
    }

    private static boolean isAskable(PublicationRef publication) {
        return publication.formats().stream()
                .filter(format -> format.kind() == MediaKind.VIDEO)
                .anyMatch(
                        format ->
                                format.feedback().contains(RtcpFeedback.PLI)
                                        || format.feedback().contains(RtcpFeedback.FIR));
    }

    int ssrc() {
        return ssrc;
    }

    /// @param packet lent
    void onPacket(MediaPacket packet) {
        long nowNanos = packet.rtp().arrivalNanos();
        if (packet.descriptor().startsKeyFrame()) {
            answers.onKeyFrame(nowNanos);
        }
        if (!isKept()) {
            group.close();
        } else if (!group.add(packet)) {
            counters.onGroupTooLong();
        }
    }

    private boolean isKept() {
        return switch (when) {
            case AUTO -> answers.areMissing();
            case ALWAYS -> true;
            case NEVER -> false;
        };
    }

    /// A viewer has asked for a key frame, which is handed on to the publisher.
    void onRequested(long nowNanos) {
        answers.onRequested(nowNanos);
    }

    boolean isUsable(long nowNanos) {
        return group.isUsable(nowNanos);
    }

    /// From a key frame to the newest packet, as they came. Lent.
    List<MediaPacket> packets() {
        return group.packets();
    }

    /// What comes next does not go on from what came before.
    @Override
    public void close() {
        group.close();
    }
}
