package weir.forward;

import io.netty.buffer.ByteBuf;

import weir.codec.DependencyDescriptor;
import weir.codec.PayloadDescriptor;
import weir.rtp.ExtensionMap;
import weir.rtp.RtpPacket;

/// What a viewer was sent of one medium, which whatever is sent next goes on from. Owned by a
/// [Rewriter].
final class SentMedia {
    private final int ssrc;
    private final SentWindow sent;
    private final OutputTimeline timeline;
    private final PictureNumbers pictureNumbers = new PictureNumbers();
    private final HeaderExtensionWriter extensions;

    private int newestTimestamp;
    private long packets;
    private long octets;

    SentMedia(int ssrc, SentWindow sent, OutputTimeline timeline, ExtensionMap extensionIds) {
        this.ssrc = ssrc;
        this.sent = sent;
        this.timeline = timeline;
        this.extensions = new HeaderExtensionWriter(extensionIds);
    }

    OutputTimeline timeline() {
        return timeline;
    }

    PictureNumbers pictureNumbers() {
        return pictureNumbers;
    }

    int newestTimestamp() {
        return newestTimestamp;
    }

    long packets() {
        return packets;
    }

    long octets() {
        return octets;
    }

    int writeNew(
            Run run,
            long output,
            RtpPacket packet,
            PayloadDescriptor descriptor,
            DependencyDescriptor dependencies,
            int payloadType,
            ByteBuf buffer) {
        int length = append(run, output, packet, descriptor, dependencies, payloadType, buffer);
        if (output > sent.highest()) {
            timeline.onSent(packet.timestamp() + run.timestampOffset);
            pictureNumbers.onSent(descriptor, dependencies, run.pictureOffsets);
            newestTimestamp = packet.timestamp();
        }
        sent.onSent(output, payloadType);
        packets++;
        octets += packet.payloadLength();
        return length;
    }

    /// As it was written before, or will be.
    int append(
            Run run,
            long output,
            RtpPacket packet,
            PayloadDescriptor descriptor,
            DependencyDescriptor dependencies,
            int payloadType,
            ByteBuf buffer) {
        return run.append(
                output, ssrc, packet, descriptor, dependencies, payloadType, extensions, buffer);
    }

    int writeEmpty(Run run, long output, RtpPacket packet, ByteBuf buffer) {
        sent.onSent(output, SentWindow.EMPTY);
        packets++;
        return appendEmpty(run, output, packet, buffer);
    }

    int appendEmpty(Run run, long output, RtpPacket packet, ByteBuf buffer) {
        return run.appendEmpty(output, ssrc, packet, extensions, buffer);
    }
}
