package weir.forward;

import io.netty.buffer.ByteBuf;

import weir.codec.DependencyDescriptor;
import weir.codec.PayloadDescriptor;
import weir.codec.Vp9Descriptor;
import weir.rtp.RtpPacket;

/// Consecutive packets of one source that are rewritten alike. What a packet becomes depends on its
/// run and nothing else, so that it becomes the same each time.
///
/// Sequence numbers are unwrapped ones. Owned by [Runs], which uses each again and again.
final class Run {
    private static final int MARKER = 0x80;
    private static final int VERSION = 0x8000 << 16;
    private static final int VERSION_AND_EXTENSION = 0x9000 << 16;

    final PictureOffsets pictureOffsets = new PictureOffsets();

    /// Counts what was joined: the unwrapped numbers of two sources have nothing in common.
    long source;

    long epoch;
    int ssrc;
    SourceClock clock;
    int clockRate;
    long firstSequence;
    long firstOutput;
    int timestampOffset;

    /// Those of the run's first packet, as they came and as they went out.
    int sourcePayloadType;

    int payloadType;

    /// Where the source began, or began again.
    long startOutput;

    /// The highest spatial layer that the viewer is sent, whose last packet ends the picture; or
    /// [Rewriter#EVERY_LAYER].
    int topSpatialId;

    /// Mask of the decode targets that the viewer is sent, or [Rewriter#EVERY_TARGET].
    int activeTargets;

    void set(Run other) {
        pictureOffsets.set(other.pictureOffsets);
        source = other.source;
        epoch = other.epoch;
        ssrc = other.ssrc;
        clock = other.clock;
        clockRate = other.clockRate;
        firstSequence = other.firstSequence;
        firstOutput = other.firstOutput;
        timestampOffset = other.timestampOffset;
        sourcePayloadType = other.sourcePayloadType;
        payloadType = other.payloadType;
        startOutput = other.startOutput;
        topSpatialId = other.topSpatialId;
        activeTargets = other.activeTargets;
    }

    long output(long sequence) {
        return firstOutput + (sequence - firstSequence);
    }

    long sequence(long output) {
        return firstSequence + (output - firstOutput);
    }

    /// @return bytes written
    int append(
            long output,
            int outputSsrc,
            RtpPacket packet,
            PayloadDescriptor descriptor,
            DependencyDescriptor dependencies,
            int outputPayloadType,
            HeaderExtensionWriter extensions,
            ByteBuf buffer) {
        int start = buffer.writerIndex();
        boolean marked =
                packet.header().marker()
                        || topSpatialId != Rewriter.EVERY_LAYER
                                && endsTop(descriptor, dependencies);
        int marker = marked ? MARKER : 0;
        int type = (marker | outputPayloadType) << 16;
        appendHeader(output, outputSsrc, packet, type, dependencies, extensions, buffer);
        int payload = buffer.writerIndex();
        buffer.writeBytes(packet.bytes(), packet.payloadIndex(), packet.payloadLength());
        pictureOffsets.apply(descriptor, buffer, payload);
        return buffer.writerIndex() - start;
    }

    private void appendHeader(
            long output,
            int outputSsrc,
            RtpPacket packet,
            int type,
            DependencyDescriptor dependencies,
            HeaderExtensionWriter extensions,
            ByteBuf buffer) {
        boolean extended = extensions.hasAny(dependencies);
        int version = extended ? VERSION_AND_EXTENSION : VERSION;
        buffer.writeInt(version | type | (int) output & 0xffff);
        buffer.writeInt(packet.timestamp() + timestampOffset);
        buffer.writeInt(outputSsrc);
        if (extended) {
            extensions.write(this, output, dependencies, buffer);
        }
    }

    private boolean endsTop(PayloadDescriptor descriptor, DependencyDescriptor dependencies) {
        if (dependencies.isKnown()) {
            return dependencies.endOfFrame() && dependencies.frame().spatialId() == topSpatialId;
        }
        return descriptor instanceof Vp9Descriptor vp9
                && vp9.endOfFrame()
                && vp9.spatialId() == topSpatialId;
    }

    /// A packet that only takes its number.
    ///
    /// @return bytes written
    int appendEmpty(
            long output,
            int outputSsrc,
            RtpPacket packet,
            HeaderExtensionWriter extensions,
            ByteBuf buffer) {
        int start = buffer.writerIndex();
        int type = payloadType << 16;
        appendHeader(
                output, outputSsrc, packet, type, DependencyDescriptor.UNKNOWN, extensions, buffer);
        return buffer.writerIndex() - start;
    }
}
