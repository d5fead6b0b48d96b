package weir.stream;

import weir.forward.MediaPacket;
import weir.forward.Rewriter;
import weir.peer.OutgoingMedia;
import weir.rtp.ExtensionMap;
import weir.rtp.FormatMatch;
import weir.rtp.HeaderExtension;
import weir.rtp.PayloadFormat;

import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/// One medium of one viewer: which of the publisher's payload types it can be sent, and as what.
/// Owned by its [Subscriber].
final class SubscriberTrack {
    static final int NOT_FORWARDED = -1;

    private static final int PAYLOAD_TYPES = 128;

    private final OutgoingMedia media;
    private final Rewriter rewriter;
    private final int[] payloadTypes = new int[PAYLOAD_TYPES];
    private int unwrapped = NOT_FORWARDED;

    SubscriberTrack(OutgoingMedia media, RandomGenerator random) {
        this.media = media;
        this.rewriter = new Rewriter(media.kind(), media.ssrc(), media.extensions(), random);
        Arrays.fill(payloadTypes, NOT_FORWARDED);
    }

    OutgoingMedia media() {
        return media;
    }

    Rewriter rewriter() {
        return rewriter;
    }

    /// The source is another, or tells another profile.
    void onSource(SourceFeed source) {
        Arrays.fill(payloadTypes, NOT_FORWARDED);
        unwrapped = NOT_FORWARDED;
        List<PayloadFormat> formats = source.formats();
        for (PayloadFormat format : formats) {
            if (format.kind() == media.kind()) {
                FormatMatch.best(format, media.formats())
                        .ifPresentOrElse(
                                match -> payloadTypes[format.payloadType()] = match.payloadType(),
                                () -> unwrap(format, formats));
            }
        }
    }

    /// A viewer who does not take redundant audio is sent the primary encoding alone.
    private void unwrap(PayloadFormat format, List<PayloadFormat> formats) {
        String primary = format.parameters().split("/")[0].strip();
        if (!format.encoding().equals("red")) {
            return;
        }
        formats.stream()
                .filter(each -> Integer.toString(each.payloadType()).equals(primary))
                .flatMap(each -> FormatMatch.best(each, media.formats()).stream())
                .findFirst()
                .ifPresent(
                        match -> {
                            payloadTypes[format.payloadType()] = match.payloadType();
                            unwrapped = format.payloadType();
                        });
    }

    /// A share of what the viewer is sent of this packet: all of it, or the primary encoding alone.
    MediaPacket taken(MediaPacket packet) {
        boolean primaryAlone = packet.rtp().header().payloadType() == unwrapped;
        return primaryAlone ? packet.primary() : packet.share();
    }

    /// Whether what was sent can be sent again. A packet that is numbered transport-wide comes
    /// again under another SSRC or not at all: under its own it would differ, and reuse a nonce.
    boolean canSendAgain() {
        boolean numbered =
                media.extensions().id(HeaderExtension.TRANSPORT_SEQUENCE_NUMBER)
                        != ExtensionMap.ABSENT;
        return !numbered || media.retransmissionSsrc() != 0;
    }

    /// @return what the viewer calls the packet's format, or [#NOT_FORWARDED]
    int payloadType(MediaPacket packet) {
        return payloadTypes[packet.rtp().header().payloadType()];
    }
}
